package tradecounter.configuration;

import static tradecounter.configuration.ConfigurationException.require;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.InvalidFigureException;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Receipt;

/**
 * One file of {@code config/feeds}: what a source may write and how its figures age.
 *
 * @param owns object names of the events, {@code position.set.<figure>} and {@code
 *     position.adjusted.<figure>}, and {@code receipt:<kind>} for receipts of one kind only
 * @param ignoreUnknown whether unknown fields are ignored instead of refused
 */
public record FeedConfiguration(
    String feed,
    List<String> owns,
    long staleAfterMillis,
    boolean ignoreUnknown,
    LateSupply lateSupply) {

  /** What a feed may be called; its file and its topic are named after it. */
  static final String NAME = "[a-z][a-z0-9-]{0,31}";

  /** See {@link LateSupplyPolicy}. */
  public record LateSupply(int shiftDays, int dropAfterDays) {}

  public FeedConfiguration {
    require(feed.matches(NAME), "feed must be a name such as 'erp'");
    require(staleAfterMillis > 0, "staleAfterMillis must be positive");
    owns = List.copyOf(owns);
  }

  /** The same for the engine. */
  public FeedRules rules() {
    Map<String, ObjectKind> kinds = new HashMap<>();
    for (ObjectKind kind : ObjectKind.values()) {
      kinds.put(kind.wireName(), kind);
    }
    Map<String, Figure> figures = new HashMap<>();
    for (Figure figure : Figure.values()) {
      figures.put(FeedRules.SET + figure.wireName(), figure);
      if (figure != Figure.SAFETY_STOCK) {
        figures.put(FeedRules.ADJUSTED + figure.wireName(), figure);
      }
    }
    Set<ObjectKind> owned = EnumSet.noneOf(ObjectKind.class);
    Set<Figure> setFigures = EnumSet.noneOf(Figure.class);
    Set<Figure> adjustedFigures = EnumSet.noneOf(Figure.class);
    Set<Receipt.Kind> receiptKinds = EnumSet.noneOf(Receipt.Kind.class);
    for (String name : owns) {
      Figure figure = figures.get(name);
      ObjectKind kind = kinds.get(name);
      if (name.startsWith("receipt:")) {
        owned.add(ObjectKind.RECEIPT);
        receiptKinds.add(receiptKind(name));
      } else if (figure != null) {
        (name.startsWith(FeedRules.SET) ? setFigures : adjustedFigures).add(figure);
      } else if (kind != null && kind != ObjectKind.POSITION) {
        owned.add(kind);
      } else {
        throw new ConfigurationException(
            "owns: '"
                + name
                + "' is neither an object nor position.set.<figure> or position.adjusted.<figure>");
      }
    }
    return new FeedRules(
        feed,
        owned,
        setFigures,
        adjustedFigures,
        receiptKinds,
        staleAfterMillis,
        lateSupplyPolicy());
  }

  private LateSupplyPolicy lateSupplyPolicy() {
    try {
      return new LateSupplyPolicy(lateSupply.shiftDays(), lateSupply.dropAfterDays());
    } catch (InvalidFigureException e) {
      throw new ConfigurationException("lateSupply: " + e.getMessage());
    }
  }

  private static Receipt.Kind receiptKind(String name) {
    try {
      return Receipt.Kind.valueOf(name.substring("receipt:".length()));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "owns: '" + name + "' names no kind of receipt (" + List.of(Receipt.Kind.values()) + ")");
    }
  }
}
