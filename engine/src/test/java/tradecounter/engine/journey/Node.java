package tradecounter.engine.journey;

import static tradecounter.engine.Given.atLocation;
import static tradecounter.engine.Given.atSupplier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.ObjectKind.Topic;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.journey.FakeLedger.Entry;
import tradecounter.engine.journey.FakeLedger.ItemState;
import tradecounter.engine.journey.FeedLog.Logged;
import tradecounter.engine.journey.FeedLog.Said;
import tradecounter.engine.journey.Seen.Happening;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;

/**
 * One node's read model, as far in each lane of the log and in the ledger as it happens to be. What
 * {@code LedgerFollower} does with both.
 */
final class Node {
  private static final List<Change> CATALOGUE =
      List.of(
          Given.item(Journey.A, Item.Policy.STOCKED, true, Item.DEFAULT_HORIZON_DAYS),
          Given.stocked(Journey.B),
          Given.location(Journey.WAREHOUSE.key()),
          Given.network(
              "N",
              atLocation(Journey.WAREHOUSE.key(), 1, 0),
              atSupplier(Journey.SUPPLIER.key(), 2, 1)));

  private final Journey journey;
  private final Set<FakeLedger.Transaction> transactions = new HashSet<>();
  private World world;
  private Availability availability;
  private List<Integer> next = List.of();
  private final Map<Integer, Said> said = new HashMap<>();
  private final Map<String, Entry> ahead = new HashMap<>();
  private int followed;
  private int incarnation;
  private long frozenUntil;

  Node(Journey journey) {
    this.journey = journey;
    this.world = new World(CATALOGUE.size());
    this.availability = new Availability(world, _ -> SupplyPolicy.DEFAULT);
    starts();
  }

  int incarnation() {
    return incarnation;
  }

  long frozenUntil() {
    return frozenUntil;
  }

  void freezeUntil(long millis) {
    frozenUntil = millis;
  }

  Set<FakeLedger.Transaction> transactions() {
    return transactions;
  }

  /** Loses all it knows; Postgres ends its sessions. */
  void crashes() {
    incarnation++;
    frozenUntil = 0;
    List.copyOf(transactions).forEach(FakeLedger.Transaction::rollBack);
    transactions.clear();
    world = new World(CATALOGUE.size());
    availability = new Availability(world, _ -> SupplyPolicy.DEFAULT);
    starts();
  }

  private void starts() {
    said.clear();
    ahead.clear();
    next = new ArrayList<>();
    journey.log().lanes().forEach(_ -> next.add(0));
    int offset = 0;
    for (Change change : CATALOGUE) {
      String id = "c" + offset;
      world.apply(
          new LogPosition(Topic.CATALOG, 0, offset++),
          Origin.NONE,
          new Envelope(
              "catalogue",
              id,
              Envelope.orderOfSequence(1),
              Envelope.hashOf("catalogue", id),
              Envelope.NO_TIME),
          change,
          Log.LOGGED_AT);
    }
    followed = journey.ledger().snapshot();
    takeUp(journey.ledger().states(Journey.ITEMS));
  }

  World world() {
    return world;
  }

  Availability availability() {
    return availability;
  }

  Position position() {
    return new Position(next);
  }

  /** What the source's figures mean that the node goes by. */
  Said said(int lane) {
    return said.getOrDefault(lane, Said.NOTHING);
  }

  ItemHolds holds(String item) {
    ItemSnapshot snapshot = world.item(item);
    return snapshot == null ? ItemHolds.NONE : snapshot.holds();
  }

  // ---------------------------------------------------------------- the log

  /** The next record of a lane; false if there is none. */
  boolean hear(int lane) {
    List<Logged> records = journey.log().lanes().get(lane).records();
    int offset = next.get(lane);
    if (offset == records.size()) {
      return false;
    }
    Logged record = records.get(offset);
    next.set(lane, offset + 1);
    apply(lane, offset, record);
    if (record.said().sequence() > said(lane).sequence()) {
      said.put(lane, record.said());
    }
    journey.checks().node(this);
    return true;
  }

  private void apply(int lane, int offset, Logged record) {
    Envelope envelope = record.envelope();
    boolean asItComes =
        record.change() instanceof PositionChange position
            && (position.absolute()
                ? journey.errs(JourneyMistake.OLD_FIGURES_REPLACE_NEW_ONES)
                : journey.errs(JourneyMistake.REPLAYED_FIGURES_COUNT_AGAIN));
    apply(
        lane,
        offset,
        asItComes
            ? new Envelope(
                envelope.feed(), "x" + offset, Envelope.BY_ARRIVAL, offset + 1L, Envelope.NO_TIME)
            : envelope,
        journey.errs(JourneyMistake.THE_LIST_IS_IGNORED)
                && record.change() instanceof PositionChange position
                && position.absolute()
            ? new PositionChange(
                position.item(),
                position.location(),
                true,
                position.mask(),
                position.onHand(),
                position.allocated(),
                position.blocked(),
                position.safetyStock(),
                Reflection.NONE,
                "")
            : record.change(),
        record.atMillis());
    if (journey.errs(JourneyMistake.A_PART_ISSUED_RETIRES_THE_HOLD)
        && record.change() instanceof PositionChange issue
        && !issue.orderLine().isEmpty()) {
      // As if all of it had left, and the rest had come back under no line's name.
      long rest = 1_000 * FixedPoint.ONE;
      PositionChange gone =
          PositionChange.adjust(issue.item(), issue.location(), Map.of(Figure.ON_HAND, -rest))
              .ofLine(issue.orderLine());
      PositionChange back =
          PositionChange.adjust(issue.item(), issue.location(), Map.of(Figure.ON_HAND, rest));
      apply(lane, offset, arriving("g" + offset, envelope), gone, record.atMillis());
      apply(lane, offset, arriving("b" + offset, envelope), back, record.atMillis());
    }
  }

  private static Envelope arriving(String id, Envelope envelope) {
    return new Envelope(
        envelope.feed() + "'",
        id,
        Envelope.BY_ARRIVAL,
        Envelope.hashOf(envelope.feed(), id),
        Envelope.NO_TIME);
  }

  private void apply(int lane, int offset, Envelope envelope, Change change, long atMillis) {
    world.apply(
        new LogPosition(Topic.INVENTORY, lane, offset), Origin.NONE, envelope, change, atMillis);
  }

  // ---------------------------------------------------------------- the ledger

  /** What any node has noted since the last look. */
  void follow() {
    int now = journey.ledger().snapshot();
    if (journey.ledger().hasForgotten(followed)) {
      takeUp(journey.ledger().states(Journey.ITEMS));
    }
    apply(journey.ledger().since(followed));
    followed = now;
    lookAgain();
    journey.checks().node(this);
  }

  /** Applies entries of versions that may be known, and whatever is missing before them. */
  void apply(Collection<Entry> entries) {
    Set<String> gaps = applyKnown(entries);
    if (!gaps.isEmpty()) {
      journey.saw(Happening.LEDGER_GAP);
      takeUp(journey.ledger().states(gaps));
    }
  }

  /** Brings these items to at least these versions. */
  void reach(Map<String, Long> versions) {
    Map<String, Long> known = new HashMap<>();
    versions.forEach(
        (item, version) -> {
          if (world.holdsVersion(item) < version) {
            known.put(item, world.holdsVersion(item));
          }
        });
    if (!known.isEmpty()) {
      apply(journey.ledger().after(known));
      Set<String> behind = new HashSet<>(known.keySet());
      behind.removeIf(item -> world.holdsVersion(item) >= versions.getOrDefault(item, 0L));
      if (!behind.isEmpty()) {
        takeUp(journey.ledger().states(behind));
      }
    }
  }

  private Set<String> applyKnown(Collection<Entry> entries) {
    Position applied = position();
    Map<String, TreeMap<Long, List<HeldLine>>> news = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.version() > world.holdsVersion(entry.item())) {
        news.computeIfAbsent(entry.item(), _ -> new TreeMap<>())
            .computeIfAbsent(entry.version(), _ -> new ArrayList<>())
            .add(lineAt(entry, applied));
        note(entry, applied);
      }
    }
    Set<String> gaps = new HashSet<>();
    news.forEach(
        (item, versions) ->
            versions.forEach(
                (version, lines) -> {
                  if (version == world.holdsVersion(item) + 1
                      || journey.errs(JourneyMistake.GAPS_IN_THE_LEDGER_ARE_IGNORED)) {
                    world.applyHolds(item, version, lines);
                  } else {
                    gaps.add(item);
                  }
                }));
    return gaps;
  }

  private HeldLine lineAt(Entry entry, Position applied) {
    return journey.errs(JourneyMistake.SHOWN_ON_ONE_NODE_IS_SHOWN_ON_ALL)
        ? entry.line()
        : entry.lineAt(applied);
  }

  private void note(Entry entry, Position applied) {
    if (entry.isAheadOf(applied)) {
      journey.saw(Happening.AHEAD_OF_THE_FIGURES);
      ahead.put(entry.name(), entry);
    } else {
      ahead.remove(entry.name());
    }
  }

  private void lookAgain() {
    Position applied = position();
    for (Entry entry : List.copyOf(ahead.values())) {
      if (!entry.isAheadOf(applied)) {
        ahead.remove(entry.name());
        world.applyHolds(
            entry.item(), world.holdsVersion(entry.item()), List.of(entry.lineAt(applied)));
      }
    }
  }

  private void takeUp(List<ItemState> states) {
    Position applied = position();
    for (ItemState state : states) {
      if (state.version() > world.holdsVersion(state.item())) {
        state.entries().forEach(entry -> note(entry, applied));
        world.takeUpHolds(
            state.item(),
            state.version(),
            state.entries().stream().map(entry -> lineAt(entry, applied)).toList());
      }
    }
  }

  // ---------------------------------------------------------------- what it would note

  /** More of a line than the ledger has noted is shown. */
  record Shown(String hold, String line, long quantity) {}

  List<Shown> shown() {
    List<Shown> shown = new ArrayList<>();
    for (String item : Journey.ITEMS) {
      ItemHolds holds = holds(item);
      for (HeldLine line : holds.lines()) {
        long quantity = line.quantity() - holds.remaining(line);
        if (quantity > line.reflected() && !line.orderLine().isEmpty()) {
          shown.add(new Shown(line.hold(), line.line(), quantity));
        }
      }
    }
    return shown;
  }

  /** What its figures and the ledger together leave of an item at a source. */
  long left(int lane) {
    FeedLog.Lane of = journey.log().lanes().get(lane);
    ItemSnapshot snapshot = world.item(of.item());
    if (snapshot == null) {
      return 0;
    }
    long figure =
        switch (of.source().kind()) {
          case LOCATION -> {
            int row = snapshot.positions().rowOf(location(of));
            yield row < 0 ? 0 : snapshot.positions().free(row);
          }
          case SUPPLIER ->
              snapshot.commitments().stream()
                  .filter(told -> told.value().supplier().equals(of.source().key()))
                  .mapToLong(told -> told.value().quantity())
                  .sum();
        };
    for (ItemHolds.Open open : snapshot.holds().open()) {
      if (open.line().source().equals(of.source())) {
        figure -= open.quantity();
      }
    }
    return figure;
  }

  private int location(FeedLog.Lane lane) {
    int number = 0;
    while (!Objects.equals(world.locationName(number), lane.source().key())) {
      number++;
    }
    return number;
  }

  /** For what a transaction of its own leaves to do. */
  Optional<FakeLedger.Transaction> begin() {
    if (journey.isPostgresAway()) {
      return Optional.empty();
    }
    FakeLedger.Transaction transaction = journey.ledger().begin();
    transactions.add(transaction);
    return Optional.of(transaction);
  }
}
