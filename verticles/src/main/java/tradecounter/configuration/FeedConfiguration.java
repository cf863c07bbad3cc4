package tradecounter.configuration;

import static tradecounter.configuration.ConfigurationException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
import tradecounter.format.Format;
import tradecounter.format.JsonFormat;
import tradecounter.format.NdjsonFormat;

/**
 * One file of {@code config/feeds}: how a source delivers, what its records mean, what it may write
 * and how far its figures are believed. What a file may leave out is in {@code
 * config/feed-defaults.yaml}.
 *
 * @param owner who is asked when something is wrong with it
 * @param mapping gives what a record says: an event, a list of events, or nothing; left out if the
 *     records are canonical events already
 * @param owns object names of the events, {@code position.set.<figure>} and {@code
 *     position.adjusted.<figure>}, and {@code receipt:<kind>} for receipts of one kind only
 * @param ignoreUnknown whether unknown fields are ignored instead of refused
 * @param orders how its figures include orders of ours
 */
public record FeedConfiguration(
    String feed,
    Owner owner,
    Transport transport,
    Format format,
    Mapping mapping,
    Ordering ordering,
    List<String> owns,
    long staleAfterMillis,
    boolean ignoreUnknown,
    OrderInclusion orders,
    LateSupply lateSupply,
    Stale stale,
    Commitments commitments,
    Snapshot snapshot,
    Quarantine quarantine,
    Expected expected,
    Resend resend) {

  /** What a feed may be called; its file and its topic are named after it. */
  public static final String NAME = "[a-z][a-z0-9-]{0,31}";

  /** Of which the read model knows who told them. */
  private static final Set<ObjectKind> SWEEPABLE =
      Collections.unmodifiableSet(
          EnumSet.of(
              ObjectKind.POSITION,
              ObjectKind.RECEIPT,
              ObjectKind.DEMAND,
              ObjectKind.COMMITMENT,
              ObjectKind.PRICE));

  /** By which fields snapshots of an object can be parted. */
  private static final Map<String, Set<String>> SCOPES =
      Map.of(
          "position", Set.of("item", "location"),
          "receipt", Set.of("item", "location", "supplier"),
          "demand", Set.of("item", "location"),
          "commitment", Set.of("item", "supplier"),
          "price", Set.of("item", "list"));

  /** Whom its exceptions name. */
  public record Owner(String name, String contact) {
    /** At the end of a sentence for a person; empty if nobody is named. */
    public String said() {
      return name.isEmpty() && contact.isEmpty()
          ? ""
          : "; its owner is " + (name + " " + contact).strip();
    }
  }

  /**
   * Where an event stands among those of its object. What the mapping itself gives as {@code
   * sequence} or {@code time} comes first.
   *
   * @param sequence gives the number of a record, as a number or a text
   * @param time gives when the source said it
   * @param timePattern how that time is written; empty for ISO 8601
   * @param timeZone of times that name none
   */
  public record Ordering(Mapping sequence, Mapping time, String timePattern, String timeZone) {
    public Ordering {
      require(isTimeZone(timeZone), "ordering.timeZone must be one such as Europe/Berlin");
      require(isPattern(timePattern), "ordering.timePattern must be one such as dd.MM.yyyy HH:mm");
    }

    private static boolean isTimeZone(String zone) {
      try {
        var _ = ZoneId.of(zone);
        return true;
      } catch (DateTimeException e) {
        return false;
      }
    }

    private static boolean isPattern(String pattern) {
      try {
        var _ = DateTimeFormatter.ofPattern(pattern);
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  /**
   * Which deliveries tell everything there is: what they do not name any more is gone.
   *
   * @param of names of objects: everything of these kinds that the feed has told; empty if its
   *     deliveries are changes only
   * @param within a field of the object's key: only objects count that share its value with one in
   *     the delivery, such as {@code location} if each location has a file of its own; empty for
   *     all
   * @param deliveries pattern of the names of such deliveries, with {@code *} and {@code ?}
   */
  public record Snapshot(List<String> of, String within, String deliveries) {
    public Snapshot {
      of = List.copyOf(of);
    }
  }

  /**
   * When a whole delivery waits for a person. Shares are of what the feed had told in the scope of
   * the delivery.
   *
   * @param refusedPercent of its records that cannot be taken; in EDI, any
   * @param vanishPercent that a snapshot does not name any more
   * @param zeroPercent whose quantity would become zero
   * @param changePercent that would change at all
   * @param fewest below so many objects nothing of this is looked at
   */
  public record Quarantine(
      Percent refusedPercent,
      Percent vanishPercent,
      Percent zeroPercent,
      Percent changePercent,
      int fewest) {
    public Quarantine {
      require(fewest >= 0, "quarantine.fewest must not be negative");
    }
  }

  /**
   * What is normal for it; anything else becomes an exception that names its owner.
   *
   * @param silenceMillis so long it may say nothing at all; 0 for ever
   * @param hourlyAtLeast events in an hour; 0 for none
   * @param hourlyAtMost events in an hour; 0 for any number
   * @param unusualFactor so many times more, or fewer, than in its usual hour; 0: not looked at
   */
  public record Expected(
      long silenceMillis, long hourlyAtLeast, long hourlyAtMost, int unusualFactor) {
    public Expected {
      require(silenceMillis >= 0, "expected.silenceMillis must not be negative");
      require(hourlyAtLeast >= 0, "expected.hourlyAtLeast must not be negative");
      require(
          hourlyAtMost == 0 || hourlyAtMost >= hourlyAtLeast,
          "expected.hourlyAtMost must be 0 or at least expected.hourlyAtLeast");
      require(
          unusualFactor == 0 || unusualFactor >= 2,
          "expected.unusualFactor must be 0 or at least 2");
    }
  }

  /**
   * How the source is asked to tell again what got lost; sources that are polled are simply read
   * from the beginning.
   *
   * @param url takes a {@code POST} of {@code {"feed", "reason", "since"}}; empty if it cannot
   */
  public record Resend(String url, Transport.Authorization authorization) {}

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
    snapshot.of().forEach(FeedConfiguration::requireSweepable);
    for (String name : snapshot.of()) {
      Set<String> fields = SCOPES.getOrDefault(name, Set.of());
      require(
          snapshot.within().isEmpty() || fields.contains(snapshot.within()),
          "snapshot.within: '"
              + snapshot.within()
              + "' is none of the fields of "
              + name
              + ": "
              + new TreeSet<>(fields));
    }
    require(
        !format.isExchanged() || !(transport instanceof Transport.Kafka),
        "transport: interchanges are answered as a whole; they come as files, not by topic");
    require(
        mapping.isGiven() || format instanceof JsonFormat || format instanceof NdjsonFormat,
        "mapping: without one records are canonical events, and those are JSON or NDJSON");
    require(
        !(transport instanceof Transport.Jdbc) || format instanceof NdjsonFormat,
        "format.kind: rows of JDBC are NDJSON");
    owns = List.copyOf(owns);
    require(
        snapshot.of().isEmpty() || tellsEverything(transport),
        "snapshot.of must be left out where transport has next or cursor: then no delivery tells"
            + " everything");
  }

  /** Whether one delivery of it can be all there is. */
  private static boolean tellsEverything(Transport transport) {
    return switch (transport) {
      case Transport.Rest rest -> !rest.next().isGiven() && !rest.url().contains("{cursor}");
      case Transport.Jdbc jdbc -> jdbc.cursor().isEmpty();
      case Transport.Push _, Transport.Kafka _, Transport.Folder _ -> true;
    };
  }

  private static void requireSweepable(String name) {
    boolean known = false;
    for (ObjectKind kind : ObjectKind.values()) {
      known |= kind.wireName().equals(name) && SWEEPABLE.contains(kind);
    }
    require(
        known,
        "snapshot.of: '"
            + name
            + "' is none of "
            + SWEEPABLE.stream().map(ObjectKind::wireName).toList());
  }

  /** The kinds of objects that a snapshot of the feed tells completely. */
  public Set<ObjectKind> sweptKinds() {
    Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
    for (ObjectKind kind : SWEEPABLE) {
      if (snapshot.of().contains(kind.wireName())) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** What its records are read by, in a few letters: another text means that something changed. */
  public String version() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  String.join("\0", format.toString(), mapping.toString(), ordering.toString())
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
