package tradecounter.configuration;

import static tradecounter.configuration.ConfigurationException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.InvalidFigureException;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.OrderInclusion;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;

/**
 * One file of {@code config/feeds}: what a source may write and how far its figures are believed.
 * What a file may leave out is in {@code config/feed-defaults.yaml}.
 *
 * @param owns object names of the events, {@code position.set.<figure>} and {@code
 *     position.adjusted.<figure>}, and {@code receipt:<kind>} for receipts of one kind only
 * @param ignoreUnknown whether unknown fields are ignored instead of refused
 * @param orders how its figures include orders of ours
 */
public record FeedConfiguration(
    String feed,
    List<String> owns,
    long staleAfterMillis,
    boolean ignoreUnknown,
    OrderInclusion orders,
    LateSupply lateSupply,
    Stale stale,
    Commitments commitments) {

  /** What a feed may be called; its file and its topic are named after it. */
  static final String NAME = "[a-z][a-z0-9-]{0,31}";

  /** See {@link LateSupplyPolicy}. */
  public record LateSupply(
      int graceDays, int shiftDays, Percent haircutPercent, int dropAfterDays) {
    LateSupplyPolicy policy() {
      try {
        return new LateSupplyPolicy(
            graceDays, shiftDays, haircutPercent.millionths(), dropAfterDays);
      } catch (InvalidFigureException e) {
        throw new ConfigurationException("lateSupply." + e.getMessage());
      }
    }
  }

  /** See {@link StalePolicy}. */
  public record Stale(StalePolicy.Kind policy, Percent haircutPercent) {
    public Stale {
      require(
          (policy == StalePolicy.Kind.HAIRCUT) == (haircutPercent.millionths() > 0),
          "stale.haircutPercent must be above 0 if stale.policy is HAIRCUT, else 0 or left out");
    }

    StalePolicy asPolicy() {
      return new StalePolicy(policy, haircutPercent.millionths());
    }
  }

  /** See {@link CommitmentPolicy}. */
  public record Commitments(Days validDays, Days agedAfterDays, Percent agedHaircutPercent) {
    CommitmentPolicy policy() {
      return new CommitmentPolicy(
          validDays.days(), agedAfterDays.days(), agedHaircutPercent.millionths());
    }
  }

  /** A plain number in the file, 0 to 100, at most six decimals; taken exactly. */
  public record Percent(long millionths) {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Percent of(JsonNode node) {
      BigDecimal percent = node.isNumber() ? node.decimalValue() : BigDecimal.ONE.negate();
      require(
          percent.signum() >= 0
              && percent.compareTo(ALL) <= 0
              && percent.stripTrailingZeros().scale() <= FixedPoint.DECIMALS,
          "must be a number from 0 to 100 with at most " + FixedPoint.DECIMALS + " decimals");
      return new Percent(percent.movePointRight(FixedPoint.DECIMALS).longValueExact());
    }
  }

  /** A number of days, or {@code FOR_EVER}. */
  public record Days(int days) {
    private static final String FOR_EVER = "FOR_EVER";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Days of(JsonNode node) {
      boolean forEver = node.isTextual() && node.textValue().equals(FOR_EVER);
      require(
          forEver || (node.isInt() && node.intValue() >= 0),
          "must be a number of days from 0 on, or " + FOR_EVER);
      return new Days(forEver ? CommitmentPolicy.FOR_EVER : node.intValue());
    }
  }

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
    require(
        orders != OrderInclusion.GROSS || !owned.contains(ObjectKind.COMMITMENT),
        "orders: a feed that owns commitment says NET_LISTED or NET_WATERMARK, not GROSS:"
            + " nothing else ends what is held of a supplier's word");
    return new FeedRules(feed, owned, setFigures, adjustedFigures, receiptKinds, orders, supply());
  }

  private SupplyPolicy supply() {
    return new SupplyPolicy(
        staleAfterMillis, stale.asPolicy(), lateSupply.policy(), commitments.policy());
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
