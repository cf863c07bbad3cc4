package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tradecounter.loadtest.world.Supply.Commitment;
import tradecounter.loadtest.world.Supply.Position;

/**
 * What goes on in the demo world once it stands: the ERP counts, the warehouse allocates, suppliers
 * repeat what they can ship. The items of {@link Tour} stay as they are. Not thread-safe.
 */
public final class DemoMovements {
  private final EventWriter writer = EventWriter.timed(DemoWorld.ORIGIN);
  private final List<Position> positions;
  private final List<Commitment> commitments;
  private final SplittableRandom random;

  public DemoMovements(long seed) {
    random = new SplittableRandom(seed);
    List<Supply> supply = DemoCatalogue.items().stream().flatMap(DemoSupply::of).toList();
    positions = of(supply, Position.class);
    commitments = of(supply, Commitment.class);
  }

  private static <T extends Supply> List<T> of(List<Supply> supply, Class<T> kind) {
    return supply.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The ERP has counted a few positions: some 95 to 105 % of what was there at first. */
  public List<FeedEvent> counts(Instant now, int events) {
    List<FeedEvent> counted = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      Position position = positions.get(random.nextInt(positions.size()));
      counted.add(set(Feed.ERP, position, now, "onHand", part(position, random.nextInt(95, 106))));
    }
    return counted;
  }

  /** The warehouse has allocated up to a fifth of a few positions. */
  public List<FeedEvent> allocations(Instant now, int events) {
    List<FeedEvent> allocated = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      Position position = positions.get(random.nextInt(positions.size()));
      allocated.add(
          set(Feed.WMS, position, now, "allocated", part(position, random.nextInt(0, 21))));
    }
    return allocated;
  }

  /** A supplier says again what it can ship. */
  public List<FeedEvent> commitments(Instant now, int events) {
    List<FeedEvent> said = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      Commitment commitment = commitments.get(random.nextInt(commitments.size()));
      said.add(
          Supply.commitment(
              writer,
              now,
              new Commitment(
                  commitment.supplier(),
                  commitment.item(),
                  commitment.quantity(),
                  commitment.leadTimeDays(),
                  commitment.minimumOrder(),
                  0)));
    }
    return said;
  }

  private FeedEvent set(
      Feed feed, Position position, Instant now, String figure, BigDecimal quantity) {
    return writer.write(
        feed,
        EventType.POSITION_SET,
        Subjects.position(position.item(), position.location()),
        now,
        data ->
            data.text("item", position.item())
                .text("location", position.location())
                .quantity(figure, quantity));
  }

  private static BigDecimal part(Position position, int percent) {
    return position
        .onHand()
        .multiply(BigDecimal.valueOf(percent))
        .divide(BigDecimal.valueOf(100), 0, RoundingMode.DOWN);
  }
}
