package tradecounter.engine.journey;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.canonical.OrderInclusion;
import tradecounter.engine.canonical.OrderStatusChange;
import tradecounter.engine.canonical.OrderStatusChange.Status;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.canonical.SupplierAcknowledgement;
import tradecounter.engine.canonical.SupplierOutcome;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.engine.journey.FakeErp.Fault;
import tradecounter.engine.journey.FakeErp.Reply;
import tradecounter.engine.journey.FeedLog.Logged;
import tradecounter.engine.journey.FeedLog.Said;
import tradecounter.engine.journey.Seen.Happening;

/**
 * The ERP with a warehouse, or a supplier: takes orders over a network that loses and doubles, has
 * the goods, and tells of both in feeds of its own.
 */
final class Target {
  /** Figures list a line so often after it is over: what the feed reorders must not hide it. */
  private static final int LISTED_AFTERWARDS = 3;

  private final Journey journey;
  private final SourceKey source;
  private final ErpClass erpClass;
  private final OrderInclusion mode;
  private final FakeErp erp;
  private final boolean saysItsOwnName;
  private final long clockSkewMillis;
  private final Map<String, Shelf> shelves = new LinkedHashMap<>();
  private final Set<String> refused = new TreeSet<>();
  private final Map<String, Integer> onTheWire = new HashMap<>();
  private final Set<String> doubledByTheNetwork = new TreeSet<>();
  private boolean down;

  /** What it has of one item, and what of it is ordered. */
  private static final class Shelf {
    private final String item;
    private final int lane;
    private final Map<String, Taken> taken = new LinkedHashMap<>();
    private long everThere;
    private long issued;
    private long sequence;
    private boolean toldAbsolutely;
    private Optional<Logged> withheld = Optional.empty();

    private Shelf(String item, int lane) {
      this.item = item;
      this.lane = lane;
    }
  }

  /** A line that it has taken. */
  static final class Taken {
    private final Document document;
    private final String number;
    private final Document.Line line;
    private long cancelled;
    private long issued;
    private int listings;

    private Taken(Document document, String number, Document.Line line) {
      this.document = document;
      this.number = number;
      this.line = line;
    }

    Document.Line line() {
      return line;
    }

    Document document() {
      return document;
    }

    /** What it has not given up. */
    long live() {
      return line.quantity() - cancelled;
    }

    long open() {
      return live() - issued;
    }
  }

  Target(
      Journey journey,
      SourceKey source,
      List<String> items,
      ErpClass erpClass,
      OrderInclusion mode) {
    this.journey = journey;
    this.source = source;
    this.erpClass = erpClass;
    this.mode = mode;
    this.erp = new FakeErp(source.key() + "-", FakeErp.Memory.of(erpClass));
    this.saysItsOwnName = isWarehouse() && journey.chance(40);
    this.clockSkewMillis = journey.below(2 * Journey.CLOCK_SKEW + 1) - Journey.CLOCK_SKEW;
    for (String item : items) {
      shelves.put(item, new Shelf(item, journey.log().lane(source, item)));
    }
  }

  SourceKey source() {
    return source;
  }

  ErpClass erpClass() {
    return erpClass;
  }

  OrderInclusion mode() {
    return mode;
  }

  FakeErp erp() {
    return erp;
  }

  boolean isDown() {
    return down;
  }

  void down(boolean is) {
    down = is;
  }

  boolean isOnTheWire(String document) {
    return onTheWire.getOrDefault(document, 0) > 0;
  }

  boolean wasRefused(String document) {
    return refused.contains(document);
  }

  boolean wasDoubledByTheNetwork(String document) {
    return doubledByTheNetwork.contains(document);
  }

  long everThere(String item) {
    Shelf shelf = shelves.get(item);
    return shelf == null ? 0 : shelf.everThere;
  }

  Optional<Taken> taken(String item, String orderLine) {
    return Optional.ofNullable(shelves.get(item)).map(shelf -> shelf.taken.get(orderLine));
  }

  private boolean isWarehouse() {
    return source.kind() == Kind.LOCATION;
  }

  private Collection<Taken> lines(String document) {
    List<Taken> lines = new ArrayList<>();
    for (Shelf shelf : shelves.values()) {
      for (Taken line : shelf.taken.values()) {
        if (line.document.name().equals(document)) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  // ---------------------------------------------------------------- orders

  /** A request arrives after a while; perhaps twice. */
  void send(Document document, Consumer<Reply> reply) {
    boolean refuses = journey.isRefusable(document) && journey.chance(60);
    arrives(journey.below(50), document, refuses, reply);
    if (journey.fault(3)) {
      doubledByTheNetwork.add(document.name());
      arrives(journey.below(100), document, refuses, _ -> {});
    }
  }

  private void arrives(long delay, Document document, boolean refuses, Consumer<Reply> reply) {
    later(delay, document, () -> receive(document, refuses, reply));
  }

  private void later(long delay, Document document, Runnable run) {
    onTheWire.merge(document.name(), 1, Integer::sum);
    journey.at(
        delay,
        () -> {
          onTheWire.merge(document.name(), -1, Integer::sum);
          run.run();
        });
  }

  private void receive(Document document, boolean refuses, Consumer<Reply> reply) {
    if (refuses) {
      refused.add(document.name());
      answer(create(document, Fault.REJECT), reply);
    } else if (journey.fault(20)) {
      long delay = journey.chance(40) ? 500 : journey.below(500);
      later(delay, document, () -> create(document, Fault.NONE));
    } else {
      Fault fault =
          !journey.fault(30)
              ? Fault.NONE
              : journey.any(
                  List.of(
                      Fault.ERROR_BEFORE_COMMIT,
                      Fault.ERROR_AFTER_COMMIT,
                      Fault.DROP_AFTER_COMMIT,
                      Fault.GARBLED));
      answer(create(document, fault), reply);
    }
  }

  private void answer(Reply answer, Consumer<Reply> reply) {
    if (!(answer instanceof Reply.Nothing) && !journey.fault(10)) {
      journey.at(journey.below(50), () -> reply.accept(answer));
    }
  }

  private Reply create(Document document, Fault fault) {
    boolean known = !erp.lookUp(document.name(), Long.MAX_VALUE).isEmpty();
    Reply reply =
        erp.create(document.name(), document.name(), document.bytes(), fault, journey.now());
    List<String> made = erp.lookUp(document.name(), Long.MAX_VALUE);
    if (!known && !made.isEmpty()) {
      take(document, made.getFirst());
    }
    return reply;
  }

  /** A second order of the same reference waits at the target for a person, and takes no goods. */
  private void take(Document document, String number) {
    Map<String, Long> all = new HashMap<>();
    for (Document.Line line : document.lines()) {
      Shelf shelf = shelves.get(line.item());
      if (shelf == null) {
        continue;
      }
      Taken taken = new Taken(document, number, line);
      shelf.taken.put(document.orderLine(line), taken);
      all.put(line.line(), line.quantity());
      if (mode != OrderInclusion.GROSS) {
        journey.at(journey.below(300), () -> tells(shelf));
      }
      if (journey.chance(60)) {
        journey.at(100 + journey.below(2_000), () -> issue(shelf, taken, false));
      }
      if (journey.chance(10)) {
        journey.at(journey.below(journey.chance(50) ? 100 : 2_000), () -> givesUp(shelf, taken));
      }
    }
    if (isWarehouse()) {
      news(Status.ACKNOWLEDGED, document, number, all);
    } else {
      supplierAnswers(document);
    }
  }

  private void supplierAnswers(Document document) {
    List<SupplierAcknowledgement.Line> answers = new ArrayList<>();
    for (Taken taken : lines(document.name())) {
      long refusedQuantity =
          journey.chance(25) ? ONE * (1 + journey.below(taken.line.quantity() / ONE)) : 0;
      long accepted = taken.line.quantity() - refusedQuantity;
      taken.cancelled = refusedQuantity;
      SupplierOutcome outcome =
          refusedQuantity == 0
              ? SupplierOutcome.ACCEPTED
              : accepted == 0 ? SupplierOutcome.REJECTED : SupplierOutcome.PARTIAL;
      answers.add(
          new SupplierAcknowledgement.Line(
              taken.line.line(),
              taken.line.item(),
              accepted == 0 ? taken.line.quantity() : accepted,
              outcome,
              Day.OPEN_END,
              ""));
      if (refusedQuantity > 0) {
        journey.saw(Happening.SUPPLIER_REFUSED);
      }
    }
    journey.say(
        source.key(), "", new SupplierAcknowledgement(source.key(), document.name(), answers));
  }

  /** Whether it could cancel all that has not left of the document. */
  void cancel(String document) {
    for (Taken line : lines(document)) {
      Shelf shelf = shelves.get(line.line.item());
      if (shelf != null && line.open() > 0) {
        cancel(shelf, line, line.open());
      }
    }
  }

  private void givesUp(Shelf shelf, Taken taken) {
    if (taken.open() > 0 && !journey.isHealing()) {
      journey.saw(Happening.CANCELLED_BY_ITS_SOURCE);
      cancel(shelf, taken, ONE * (1 + journey.below(taken.open() / ONE)));
    }
  }

  private void cancel(Shelf shelf, Taken taken, long quantity) {
    taken.cancelled += quantity;
    if (mode != OrderInclusion.GROSS) {
      tells(shelf);
    }
    news(
        Status.CANCELLED, taken.document, taken.number, Map.of(taken.line.line(), taken.cancelled));
  }

  /** Goods leave. */
  void issueAll() {
    for (Shelf shelf : shelves.values()) {
      for (Taken taken : shelf.taken.values()) {
        issue(shelf, taken, true);
      }
    }
  }

  private void issue(Shelf shelf, Taken taken, boolean all) {
    if (taken.open() <= 0) {
      return;
    }
    long quantity =
        all || journey.chance(50) ? taken.open() : ONE * (1 + journey.below(taken.open() / ONE));
    taken.issued += quantity;
    shelf.issued += quantity;
    journey.saw(Happening.SHIPPED);
    boolean newsFirst = journey.chance(50);
    Map<String, Long> shipped = Map.of(taken.line.line(), taken.issued);
    if (newsFirst) {
      news(Status.SHIPPED, taken.document, taken.number, shipped);
    }
    if (mode == OrderInclusion.GROSS) {
      adjusts(shelf, -quantity, taken.document.orderLine(taken.line));
    } else {
      tells(shelf);
    }
    if (!newsFirst) {
      news(Status.SHIPPED, taken.document, taken.number, shipped);
    }
    if (taken.open() > 0) {
      journey.at(100 + journey.below(1_000), () -> issue(shelf, taken, false));
    }
  }

  private void news(Status status, Document document, String number, Map<String, Long> lines) {
    List<OrderStatusChange.Line> stated = new ArrayList<>();
    lines.forEach((line, quantity) -> stated.add(new OrderStatusChange.Line(line, quantity, "")));
    if (stated.isEmpty()) {
      return;
    }
    // Of two orders of one reference nobody knows which name of the target is ours.
    boolean byItsName =
        saysItsOwnName && !doubledByTheNetwork.contains(document.name()) && journey.chance(60);
    OrderStatusChange change =
        byItsName
            ? new OrderStatusChange("", number, status, stated)
            : new OrderStatusChange(document.name(), isWarehouse() ? number : "", status, stated);
    journey.say(source.key(), byItsName ? number : "", change);
  }

  // ---------------------------------------------------------------- figures

  void arrives(String item, long quantity) {
    Shelf shelf = shelves.get(item);
    if (shelf == null) {
      return;
    }
    shelf.everThere += quantity;
    if (mode == OrderInclusion.GROSS && shelf.toldAbsolutely && journey.chance(50)) {
      adjusts(shelf, quantity, "");
    } else {
      tells(shelf);
    }
  }

  /** Tells all figures again. */
  void tellsAll() {
    shelves.values().forEach(this::tells);
  }

  private void adjusts(Shelf shelf, long quantity, String orderLine) {
    PositionChange change =
        PositionChange.adjust(shelf.item, source.key(), Map.of(Figure.ON_HAND, quantity));
    logs(shelf, orderLine.isEmpty() ? change : change.ofLine(orderLine), said(shelf));
  }

  private void tells(Shelf shelf) {
    Said said = said(shelf);
    shelf.toldAbsolutely = true;
    Reflection reflects =
        switch (mode) {
          case GROSS -> Reflection.NONE;
          case NET_LISTED -> new Reflection(listed(shelf), Reflection.UNSAID);
          case NET_WATERMARK -> new Reflection(Set.of(), said.watermarkMillis());
        };
    Change change =
        isWarehouse()
            ? PositionChange.set(shelf.item, source.key(), Map.of(Figure.ON_HAND, said.figure()))
                .reflecting(reflects)
            : new Commitment(
                source.key(),
                shelf.item,
                Math.max(0, said.figure()),
                0,
                journey.now(),
                Long.MAX_VALUE,
                0,
                reflects);
    logs(shelf, change, said);
  }

  private Said said(Shelf shelf) {
    Map<String, Long> taken = new HashMap<>();
    long live = 0;
    for (Map.Entry<String, Taken> line : shelf.taken.entrySet()) {
      taken.put(line.getKey(), line.getValue().live());
      live += line.getValue().live();
    }
    return new Said(
        ++shelf.sequence,
        shelf.everThere,
        shelf.everThere - (mode == OrderInclusion.GROSS ? shelf.issued : live),
        taken,
        mode == OrderInclusion.NET_WATERMARK ? journey.now() + clockSkewMillis : Long.MIN_VALUE);
  }

  private static Set<String> listed(Shelf shelf) {
    Set<String> listed = new TreeSet<>();
    shelf.taken.forEach(
        (name, line) -> {
          if (line.open() > 0 || line.listings++ < LISTED_AFTERWARDS) {
            listed.add(name);
          }
        });
    return listed;
  }

  /** The feed doubles, swaps neighbours where figures are absolute, and sends old ones again. */
  private void logs(Shelf shelf, Change change, Said said) {
    String id = "n" + said.sequence();
    Envelope envelope =
        new Envelope(
            source.key(),
            id,
            Envelope.orderOfSequence(said.sequence()),
            Envelope.hashOf(source.key(), id),
            Envelope.NO_TIME);
    Logged logged = new Logged(envelope, change, journey.now(), said);
    if (mode != OrderInclusion.GROSS && shelf.withheld.isEmpty() && journey.fault(15)) {
      shelf.withheld = Optional.of(logged);
      return;
    }
    journey.logged(shelf.lane, logged);
    shelf.withheld.ifPresent(
        old -> {
          journey.saw(Happening.FIGURES_REORDERED);
          journey.logged(shelf.lane, old);
        });
    shelf.withheld = Optional.empty();
    if (journey.fault(10)) {
      journey.saw(Happening.FIGURES_REPEATED);
      journey.logged(shelf.lane, journey.any(journey.log().lanes().get(shelf.lane).records()));
    }
  }

  /** What the feed kept back comes at last. */
  void flush() {
    for (Shelf shelf : shelves.values()) {
      shelf.withheld.ifPresent(old -> journey.logged(shelf.lane, old));
      shelf.withheld = Optional.empty();
    }
  }
}
