package tradecounter.engine.oracle;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.SourceChoice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.WorkCalendar;

/**
 * The world as one question sees it.
 *
 * @param today where the goods are
 * @param taken what earlier lines of a cart were promised
 * @param fenced whether protections are minded
 */
record NaiveView(
    NaiveWorld world,
    NaiveBelief belief,
    AvailabilityQuestion question,
    Network network,
    LocalDate today,
    NaiveTaken taken,
    boolean fenced) {

  /** After so many days nothing in a generated world changes any more. */
  private static final int DAYS_SEEN = 15;

  NaiveView after(NaiveTaken other) {
    return new NaiveView(world, belief, question, network, today, other, fenced);
  }

  /** The same for another item. */
  NaiveView asking(String other) {
    AvailabilityQuestion of =
        new AvailabilityQuestion(
            other,
            question.customer(),
            question.region(),
            question.quantity(),
            question.onDay(),
            question.byDay(),
            question.shipComplete(),
            question.from(),
            false,
            question.now());
    return new NaiveView(world, belief, of, network, today, taken, fenced);
  }

  NaiveView withoutFences() {
    return new NaiveView(world, belief, question, network, today, taken, false);
  }

  /** Today where the goods are: at the first location that is known. */
  static LocalDate today(NaiveWorld world, Network network, AvailabilityQuestion question) {
    return network.sources().stream()
        .filter(source -> source.kind() == Network.Source.Kind.LOCATION)
        .flatMap(source -> world.one(Location.class, source.key()).stream())
        .findFirst()
        .map(location -> LocalDate.ofInstant(question.now(), location.timeZone()))
        .orElse(LocalDate.ofInstant(question.now(), ZoneOffset.UTC));
  }

  LocalDate onDay() {
    LocalDate asked = LocalDate.ofEpochDay(question.onDay());
    return asked.isBefore(today) ? today : asked;
  }

  /** It may be earlier at a location than at the first one. */
  LocalDate firstDay() {
    return today.minusDays(1);
  }

  LocalDate lastDay() {
    return today.plusDays(DAYS_SEEN);
  }

  LocalDate firstDelivery(LocalDate from) {
    LocalDate day = from;
    while (!works(network.delivery(), day)) {
      day = day.plusDays(1);
    }
    return day;
  }

  static boolean works(WorkCalendar calendar, LocalDate day) {
    boolean holiday = false;
    for (int epochDay : calendar.holidays()) {
      holiday |= LocalDate.ofEpochDay(epochDay).equals(day);
    }
    return calendar.weekdays().contains(day.getDayOfWeek()) && !holiday;
  }

  List<Protection> protectionsOf(Item item) {
    return world.all(Protection.class).stream()
        .filter(_ -> fenced)
        .filter(
            p ->
                p.item().isEmpty()
                    ? p.category().equals(item.category())
                    : p.item().equals(item.item()))
        .toList();
  }

  /** Whether the source is one of a network that admits some for whom it is. */
  boolean mayServeThoseItIsFor(Protection protection, NaiveSource source) {
    return world.all(Network.class).stream()
        .filter(other -> admitsThoseItIsFor(protection, other.match()))
        .flatMap(other -> other.sources().stream())
        .anyMatch(s -> s.kind() == source.kind() && s.key().equals(source.key()));
  }

  private static boolean admitsThoseItIsFor(Protection protection, Network.Match match) {
    return protection.channel().isEmpty()
        ? match.customerGroups().isEmpty()
            || match.customerGroups().contains(protection.customerGroup())
        : match.channels().isEmpty() || match.channels().contains(protection.channel());
  }

  boolean isForBuyer(Protection protection) {
    return isFor(protection, question.customer());
  }

  static boolean isFor(Protection protection, Customer buyer) {
    return protection.channel().isEmpty()
        ? buyer.groups().stream().anyMatch(g -> g.group().equals(protection.customerGroup()))
        : protection.channel().equals(buyer.channel());
  }

  /** Whether the question is about this source: one that is named, or any. */
  boolean asksFor(NaiveSource source) {
    SourceChoice from = question.from();
    return (from.only() == null || from.only().equals(source.identity()))
        && !from.without().contains(source.identity());
  }
}
