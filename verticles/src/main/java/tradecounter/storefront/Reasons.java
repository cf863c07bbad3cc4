package tradecounter.storefront;

import java.time.Instant;
import java.time.LocalDate;
import tradecounter.engine.availability.Explanation.OfCommitment;
import tradecounter.engine.availability.Explanation.OfPosition;
import tradecounter.engine.availability.Explanation.OfProtection;
import tradecounter.engine.availability.Explanation.OfReceipt;
import tradecounter.engine.availability.Explanation.OfSource;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;

/** What the codes of an explanation mean in one case, in a sentence for the person who sells. */
final class Reasons {
  private Reasons() {}

  static String of(OfSource source) {
    return switch (source.serves()) {
      case YES ->
          source.firstDispatchDay() == Day.OPEN_END ? "nothing ever leaves it" : way(source);
      case UNKNOWN -> "no feed has told of this location";
      case CLOSED -> "the location is closed";
      case OUTAGE ->
          source.firstDispatchDay() == Day.OPEN_END
              ? "an outage without an end: nothing leaves it"
              : "an outage: nothing is available here today, and the first goods leave on "
                  + date(source.firstDispatchDay());
      case NOT_FOR_THIS_ITEM ->
          source.source().kind() == Network.Source.Kind.LOCATION
              ? "the item is not kept in stock: suppliers ship it"
              : "suppliers do not ship this item directly";
    };
  }

  private static String way(OfSource source) {
    String leaves =
        (source.afterCutOff() ? "today's cut-off has passed: " : "")
            + "what is ordered now leaves on "
            + date(source.firstDispatchDay());
    return source.firstArrivalDay() == Day.OPEN_END
        ? leaves + " and there is no day on which it can be delivered"
        : leaves + " and arrives on " + date(source.firstArrivalDay());
  }

  static String of(OfPosition position) {
    String sum =
        amount(position.onHand())
            + " on hand - "
            + amount(position.allocated())
            + " allocated - "
            + amount(position.blocked())
            + " blocked - "
            + amount(position.safetyStock())
            + " safety stock = "
            + amount(position.free())
            + " free";
    return position.counted() == position.free()
        ? sum
        : sum + "; " + amount(position.counted()) + " of that count, a feed is stale";
  }

  /**
   * @param today where the receipt comes in
   * @param lastDay of the planning horizon
   */
  static String of(OfReceipt told, int today, int lastDay) {
    Receipt receipt = told.receipt();
    String counted =
        told.counted() == receipt.outstanding() || told.countedOnDay() == Day.OPEN_END
            ? ""
            : "; " + amount(told.counted()) + " of " + amount(receipt.outstanding()) + " count";
    return switch (told.why()) {
      case ON_DATE -> "expected on " + date(receipt.expectedOnDay()) + counted;
      case IN_GRACE -> late(receipt, today) + " and still expected today" + counted;
      case SHIFTED ->
          late(receipt, today)
              + ": expected on "
              + date(told.countedOnDay())
              + " instead"
              + counted;
      case DROPPED -> late(receipt, today) + ": too late to count on it";
      case NO_DATE -> "nobody knows when it comes: it does not count";
      case BEYOND_HORIZON ->
          "expected on "
              + date(receipt.expectedOnDay())
              + ", after the last day that is planned, "
              + date(lastDay);
    };
  }

  private static String late(Receipt receipt, int today) {
    int days = today - receipt.expectedOnDay();
    return "was due on "
        + date(receipt.expectedOnDay())
        + ", "
        + days
        + (days == 1 ? " day late" : " days late");
  }

  static String of(OfCommitment told) {
    String said = "said " + told.ageDays() + (told.ageDays() == 1 ? " day ago" : " days ago");
    String stale =
        told.stale().haircutPercent() == 0
            ? ""
            : "; " + amount(told.counted()) + " of that count, its feed is stale";
    return switch (told.why()) {
      case IN_FULL -> "can ship " + amount(told.commitment().quantity()) + ", " + said + stale;
      case AGED ->
          "can ship "
              + amount(told.commitment().quantity())
              + ", but "
              + said
              + ": "
              + amount(told.counted())
              + " count";
      case EXPIRED ->
          told.commitment().validUntilMillis() == Long.MAX_VALUE
              ? said + ": too old to count on it"
              : "was valid until "
                  + Instant.ofEpochMilli(told.commitment().validUntilMillis())
                  + ": it counts no more";
      case BELOW_MINIMUM_ORDER ->
          "ships no less than " + amount(told.commitment().minimumOrder()) + " at once";
    };
  }

  static String of(OfProtection told) {
    Protection protection = told.protection();
    String whom =
        protection.channel().isEmpty()
            ? "the customer group " + protection.customerGroup()
            : "the channel " + protection.channel();
    return switch (protection.bound()) {
      case MINIMUM ->
          amount(protection.quantity())
              + " are kept for "
              + whom
              + (told.isForBuyer()
                  ? ", the buyer's own: nothing is taken away"
                  : told.applies()
                      ? ": others get what is left"
                      : ", but not in the days of this answer");
      case MAXIMUM ->
          whom
              + " gets at most "
              + amount(protection.quantity())
              + (!told.isForBuyer()
                  ? ": not the buyer's own"
                  : told.applies() ? "" : ", but that is no limit here");
    };
  }

  private static String date(int day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  private static String amount(long quantity) {
    return FixedPoint.format(quantity);
  }
}
