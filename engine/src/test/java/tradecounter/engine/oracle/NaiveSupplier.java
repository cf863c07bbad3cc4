package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.millionths;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.AvailabilityAnswer.SupplierFigures;
import tradecounter.engine.availability.Explanation.OfHold;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.StalePolicy;

/** What a supplier has committed to ship. */
final class NaiveSupplier implements NaiveSource {
  private final NaiveView view;
  private final Item item;
  private final Network.Source source;
  private final Commitment commitment;
  private final CommitmentPolicy policy;
  private final StalePolicy stale;
  private final BigDecimal aged;
  private final BigDecimal believed;
  private final List<NaiveHolds.Open> holds;

  NaiveSupplier(NaiveView view, Item item, Network.Source source, Commitment commitment) {
    this.view = view;
    this.item = item;
    this.source = source;
    this.commitment = commitment;
    var feeds = view.world().feedsOf(commitment.key());
    this.policy = view.belief().commitments(feeds);
    this.stale = view.belief().stale(feeds);
    this.aged = aged();
    this.believed = NaiveBelief.cut(aged, stale.haircutPercent(), item.quantityDecimals());
    this.holds = view.world().holds().open(item.item(), identity());
  }

  /** What he ships beside what is held. */
  private BigDecimal counted() {
    return believed.subtract(NaiveHolds.sum(holds)).max(ZERO);
  }

  @Override
  public List<OfHold> holds() {
    int day = (int) firstShips().toEpochDay();
    return holds.stream()
        .map(hold -> new OfHold(hold.line().hold(), millionths(hold.quantity()), day))
        .toList();
  }

  boolean isValid() {
    return commitment.validUntilMillis() == Long.MAX_VALUE
        ? ageDays() <= policy.validDays()
        : view.belief().nowMillis() <= commitment.validUntilMillis();
  }

  /** Whether it ships so little, or nothing was asked for. */
  boolean ships(BigDecimal asked) {
    return asked.signum() == 0 || asked.compareTo(minimum()) >= 0;
  }

  private long ageDays() {
    long age = view.belief().nowMillis() - commitment.asOfMillis();
    return age < 0 ? 0 : age / TimeUnit.DAYS.toMillis(1);
  }

  private BigDecimal aged() {
    boolean old = ageDays() > policy.agedAfterDays();
    return NaiveBelief.cut(
        units(commitment.quantity()),
        old ? policy.agedHaircutPercent() : 0,
        item.quantityDecimals());
  }

  private LocalDate firstShips() {
    return view.today().plusDays(commitment.leadTimeDays());
  }

  SupplierFigures figures() {
    return new SupplierFigures(
        commitment,
        millionths(NaiveHolds.sum(holds)),
        millionths(counted()),
        ageDays(),
        (int) firstShips().toEpochDay());
  }

  @Override
  public String key() {
    return source.key();
  }

  @Override
  public Routing routing() {
    return Routing.SUPPLIER;
  }

  @Override
  public BigDecimal minimum() {
    return units(commitment.minimumOrder());
  }

  @Override
  public BigDecimal now() {
    return ZERO;
  }

  @Override
  public BigDecimal atp(LocalDate day) {
    BigDecimal left = counted();
    for (NaiveTaken.Line line : view.taken().of(item.item(), identity())) {
      left = left.subtract(line.quantity());
    }
    return day.isBefore(firstShips()) ? ZERO : left.max(ZERO);
  }

  @Override
  public String bringsOn(LocalDate day) {
    return source.key();
  }

  @Override
  public Optional<LocalDate> ships(LocalDate day) {
    return Optional.of(day.isBefore(view.onDay()) ? view.onDay() : day);
  }

  @Override
  public LocalDate arrives(LocalDate shipped) {
    return view.firstDelivery(shipped.plusDays(source.transitDays()));
  }

  @Override
  public List<StaleSupply> staleSupply() {
    return believed.compareTo(aged) == 0
        ? List.of()
        : List.of(new StaleSupply(source.key(), stale, millionths(aged), millionths(believed)));
  }
}
