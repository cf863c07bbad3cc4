package tradecounter.engine.pricing;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tradecounter.engine.Given;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Effect;
import tradecounter.engine.canonical.Promotion.Scope;
import tradecounter.engine.canonical.Promotion.Stacking;
import tradecounter.engine.canonical.TaxRate;

/**
 * How tables of examples write what feeds tell. Statements stand between semicolons:
 *
 * <pre>
 * list SHOP EUR priority 1 from BASE less 12.5 round 10 plus -0.01 margin 10..30 valid 0..5
 * price BASE 9@1 8@10 of A in BOX per 100 group MIX valid ..5
 * contract K 9@1 with C of A, or: contract K less 10 buyers BG category PIPES
 * promotion P percent 10, or: amount 2, fixed 7, buy 3 get 1; stackable minimum 12 in BOX
 * rate USD EUR 0.9 since -3; cost 60 EUR at DC1 since -3; tax DE STANDARD 19 valid 0..
 * </pre>
 *
 * <p>Days count from today. What is left out is plain: item {@code A}, customer {@code C}, base
 * lists, the base unit, no end.
 */
final class PriceNotation {
  private static final Set<String> FLAGS = Set.of("unmerged", "net", "promoted", "stackable");

  private final String statement;
  private final Deque<String> names = new ArrayDeque<>();
  private final List<PriceBreak> breaks = new ArrayList<>();
  private final Map<String, String> said = new HashMap<>();

  private PriceNotation(String statement) {
    this.statement = statement;
    List<String> words = List.of(statement.strip().split(" +", -1));
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (word.contains("@")) {
        breaks.addAll(Given.breaks(word));
      } else if (FLAGS.contains(word)) {
        said.put(word, word);
      } else if (at > 0 && Character.isLowerCase(word.charAt(0))) {
        said.put(word, words.get(++at));
      } else {
        names.add(word);
      }
    }
  }

  static List<Change> read(String statements) {
    return Arrays.stream(statements.split(";", -1))
        .filter(statement -> !statement.isBlank())
        .map(statement -> new PriceNotation(statement).change())
        .toList();
  }

  private Change change() {
    Change change =
        switch (name()) {
          case "list" -> list();
          case "price" -> price();
          case "contract" -> contract();
          case "promotion" -> promotion();
          case "rate" -> rate();
          case "cost" -> cost();
          case "tax" -> tax();
          default -> throw new IllegalArgumentException(statement);
        };
    if (!said.isEmpty() || !names.isEmpty()) {
      throw new IllegalArgumentException(statement + ": what is " + said.keySet() + names);
    }
    return change;
  }

  // ---------------------------------------------------------------- statements

  private PriceList list() {
    Set<String> groups = set("groups");
    Set<String> customers = set("customers");
    Window valid = valid();
    return new PriceList(
        name(),
        name(),
        !customers.isEmpty()
            ? PriceList.Kind.CUSTOMER
            : !groups.isEmpty() ? PriceList.Kind.GROUP : PriceList.Kind.BASE,
        groups,
        customers,
        set("channels"),
        whole("priority", 1),
        valid.from(),
        valid.to(),
        !flag("unmerged"),
        !flag("net"),
        formula());
  }

  private Formula formula() {
    String[] margin = take("margin", "..").split("\\.\\.", -1);
    String base = take("from", "");
    return base.isEmpty()
        ? Formula.NONE
        : new Formula(
            base,
            amount("less"),
            amount("round"),
            amount("plus"),
            margin[0].isEmpty() ? Formula.NO_MINIMUM : Given.units(margin[0]),
            margin[1].isEmpty() ? Formula.NO_MAXIMUM : Given.units(margin[1]));
  }

  private Price price() {
    Window valid = valid();
    return new Price(
        name(),
        take("of", "A"),
        take("in", ""),
        breaks,
        whole("per", 1),
        take("group", ""),
        valid.from(),
        valid.to());
  }

  private ContractPrice contract() {
    Window valid = valid();
    String buyers = take("buyers", "");
    String category = take("category", "");
    return new ContractPrice(
        name(),
        buyers.isEmpty() ? Party.customer(take("with", "C")) : Party.buyingGroup(buyers),
        category.isEmpty() ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY,
        category.isEmpty() ? take("of", "A") : category,
        take("in", ""),
        take("currency", ""),
        breaks,
        whole("per", 1),
        amount("less"),
        whole("priority", 1_000),
        take("group", ""),
        flag("promoted"),
        valid.from(),
        valid.to());
  }

  private Promotion promotion() {
    Window valid = valid();
    Scope scope =
        new Scope(
            set("items"), set("categories"), set("customers"), set("groups"), set("channels"));
    Effect effect = effect();
    boolean money = effect instanceof Effect.AmountOff || effect instanceof Effect.FixedPrice;
    return new Promotion(
        name(),
        "",
        scope,
        effect,
        flag("stackable") ? Stacking.STACKABLE : Stacking.EXCLUSIVE,
        whole("priority", 1_000),
        amount("minimum"),
        take("in", ""),
        money ? take("currency", "EUR") : "",
        valid.from(),
        valid.to());
  }

  private Effect effect() {
    if (said.containsKey("percent")) {
      return new Effect.Percent(amount("percent"));
    }
    if (said.containsKey("amount")) {
      return new Effect.AmountOff(amount("amount"));
    }
    return said.containsKey("fixed")
        ? new Effect.FixedPrice(amount("fixed"))
        : new Effect.BuyGet(amount("buy"), amount("get"));
  }

  private ExchangeRate rate() {
    String from = name();
    String to = name();
    long rate = new BigDecimal(name()).movePointRight(ExchangeRate.DECIMALS).longValueExact();
    return new ExchangeRate(from, to, rate, since());
  }

  private Cost cost() {
    return new Cost(take("of", "A"), take("at", ""), Given.units(name()), name(), since());
  }

  private TaxRate tax() {
    Window valid = valid();
    return new TaxRate(name(), name(), Given.units(name()), valid.from(), valid.to());
  }

  // ---------------------------------------------------------------- words

  private String name() {
    return names.removeFirst();
  }

  private String take(String word, String otherwise) {
    String value = said.remove(word);
    return value == null ? otherwise : value;
  }

  private boolean flag(String word) {
    return !take(word, "").isEmpty();
  }

  private int whole(String word, int otherwise) {
    return Integer.parseInt(take(word, Integer.toString(otherwise)));
  }

  private long amount(String word) {
    return Given.units(take(word, "0"));
  }

  private Set<String> set(String word) {
    return Arrays.stream(take(word, "").split(",", -1))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private int since() {
    return PriceDesk.TODAY + whole("since", -100);
  }

  private Window valid() {
    return Window.of(take("valid", ".."));
  }

  /** Days such as {@code "-1..5"}, {@code "0.."}, {@code "..5"}. */
  record Window(int from, int to) {
    static Window of(String text) {
      String[] ends = text.split("\\.\\.", -1);
      return new Window(
          ends[0].isEmpty() ? Day.OPEN_START : PriceDesk.TODAY + Integer.parseInt(ends[0]),
          ends[1].isEmpty() ? Day.OPEN_END : PriceDesk.TODAY + Integer.parseInt(ends[1]));
    }
  }
}
