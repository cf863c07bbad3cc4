package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * What is there, what comes, what goes and what suppliers can ship. Quantities are in the item's
 * base unit. Days count from 1, which is today, as in the documentation's examples.
 */
sealed interface Supply {

  /**
   * One item at one location.
   *
   * @param onHand and {@code safetyStock} are told by the ERP
   * @param allocated and {@code blocked} are told by the WMS
   */
  record Position(
      String item,
      String location,
      BigDecimal onHand,
      BigDecimal allocated,
      BigDecimal blocked,
      BigDecimal safetyStock)
      implements Supply {
    static Position of(
        String item, String location, long onHand, long allocated, long blocked, long safetyStock) {
      return new Position(
          item,
          location,
          BigDecimal.valueOf(onHand),
          BigDecimal.valueOf(allocated),
          BigDecimal.valueOf(blocked),
          BigDecimal.valueOf(safetyStock));
    }
  }

  /**
   * An open inbound line.
   *
   * @param day when it is expected; {@link #UNKNOWN_DAY} if the supplier has named no day
   * @param kind {@code PURCHASE} and {@code TRANSFER} come from the ERP, {@code ASN} from suppliers
   */
  record Receipt(
      String receipt,
      String item,
      String location,
      BigDecimal quantity,
      int day,
      String kind,
      String supplier)
      implements Supply {
    static final int UNKNOWN_DAY = Integer.MAX_VALUE;
  }

  /** An order line that the ERP knows of and the WMS has not allocated yet. */
  record Demand(String demand, String item, String location, BigDecimal quantity, int day)
      implements Supply {}

  /**
   * What a supplier can ship. Said today, it names its end, in 30 days; said earlier, it leaves its
   * end to the rules of the feed.
   *
   * @param minimumOrder 0 for none
   * @param daysOld how long ago it was said
   */
  record Commitment(
      String supplier,
      String item,
      BigDecimal quantity,
      int leadTimeDays,
      int minimumOrder,
      int daysOld)
      implements Supply {}

  /**
   * What a logistics provider keeps for us.
   *
   * @param daysOld how long ago it said so
   */
  record Stored(
      String item,
      String location,
      BigDecimal onHand,
      BigDecimal allocated,
      BigDecimal blocked,
      int daysOld)
      implements Supply {}

  /** The events that tell it: two for a position, one for each of the others. */
  static Stream<FeedEvent> events(
      EventWriter writer, Instant time, LocalDate today, Supply supply) {
    return switch (supply) {
      case Position position -> position(writer, time, position);
      case Receipt receipt -> Stream.of(receipt(writer, time, today, receipt));
      case Demand demand -> Stream.of(demand(writer, time, today, demand));
      case Commitment commitment -> Stream.of(commitment(writer, time, commitment));
      case Stored stored -> Stream.of(stored(writer, time, stored));
    };
  }

  private static Stream<FeedEvent> position(EventWriter writer, Instant time, Position position) {
    String subject = Subjects.position(position.item(), position.location());
    return Stream.of(
        writer.write(
            Feed.ERP,
            EventType.POSITION_SET,
            subject,
            time,
            data ->
                data.text("item", position.item())
                    .text("location", position.location())
                    .quantity("onHand", position.onHand())
                    .quantity("safetyStock", position.safetyStock())),
        writer.write(
            Feed.WMS,
            EventType.POSITION_SET,
            subject,
            time,
            data ->
                data.text("item", position.item())
                    .text("location", position.location())
                    .quantity("allocated", position.allocated())
                    .quantity("blocked", position.blocked())));
  }

  private static FeedEvent receipt(
      EventWriter writer, Instant time, LocalDate today, Receipt receipt) {
    return writer.write(
        receipt.kind().equals("ASN") ? Feed.SUPPLIER : Feed.ERP,
        EventType.RECEIPT,
        receipt.receipt(),
        time,
        data -> {
          data.text("receipt", receipt.receipt())
              .text("item", receipt.item())
              .text("location", receipt.location())
              .quantity("quantity", receipt.quantity())
              .number("received", 0);
          if (receipt.day() == Receipt.UNKNOWN_DAY) {
            data.unknown("expectedOn");
          } else {
            data.date("expectedOn", today.plusDays(receipt.day() - 1L));
          }
          data.text("kind", receipt.kind());
          if (!receipt.supplier().isEmpty()) {
            data.text("supplier", receipt.supplier());
          }
          data.text("status", "OPEN");
        });
  }

  private static FeedEvent demand(
      EventWriter writer, Instant time, LocalDate today, Demand demand) {
    return writer.write(
        Feed.ERP,
        EventType.DEMAND,
        demand.demand(),
        time,
        data ->
            data.text("demand", demand.demand())
                .text("item", demand.item())
                .text("location", demand.location())
                .quantity("quantity", demand.quantity())
                .date("dueOn", today.plusDays(demand.day() - 1L))
                .text("status", "OPEN"));
  }

  /** One event, said {@link Commitment#daysOld} days before {@code time}. */
  static FeedEvent commitment(EventWriter writer, Instant time, Commitment commitment) {
    Instant asOf = time.minus(commitment.daysOld(), ChronoUnit.DAYS);
    return writer.write(
        Feed.SUPPLIER,
        EventType.COMMITMENT,
        Subjects.commitment(commitment.supplier(), commitment.item()),
        time,
        data -> {
          data.text("supplier", commitment.supplier())
              .text("item", commitment.item())
              .quantity("quantity", commitment.quantity())
              .number("leadTimeDays", commitment.leadTimeDays())
              .text("asOf", asOf.toString());
          if (commitment.daysOld() == 0) {
            data.text("validUntil", time.plus(30, ChronoUnit.DAYS).toString());
          }
          if (commitment.minimumOrder() > 0) {
            data.number("minimumOrder", commitment.minimumOrder());
          }
        });
  }

  private static FeedEvent stored(EventWriter writer, Instant time, Stored stored) {
    return writer.write(
        Feed.LOGISTICS,
        EventType.POSITION_SET,
        Subjects.position(stored.item(), stored.location()),
        time.minus(stored.daysOld(), ChronoUnit.DAYS),
        data ->
            data.text("item", stored.item())
                .text("location", stored.location())
                .quantity("onHand", stored.onHand())
                .quantity("allocated", stored.allocated())
                .quantity("blocked", stored.blocked()));
  }
}
