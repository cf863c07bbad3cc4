package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.CartAnswer;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;

/**
 * The demo world as the service has it at one moment: decoded, owned by its feeds, applied, and
 * asked by the rules of the configured feeds.
 */
final class ToldWorld {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static final Map<String, FeedRules> RULES = allRules();

  private final World world = new World();
  private final Availability availability = new Availability(world, feed -> rules(feed).supply());
  private final Instant now;
  private final LocalDate today;
  private int events;

  /** Told half a minute before the local time in Leipzig, for the same day. */
  ToldWorld(String localTime) {
    now = LocalDateTime.parse(localTime).atZone(ZONE).toInstant();
    today = LocalDate.ofInstant(now, ZONE);
    try (Stream<FeedEvent> told = DemoWorld.toldAt(today, now.minusSeconds(30)).events()) {
      told.forEach(this::apply);
    }
  }

  private static Map<String, FeedRules> allRules() {
    ConfigurationReader reader = new ConfigurationReader();
    return reader.readFeeds(reader.read(Optional.empty(), Map.of()).feeds()).stream()
        .map(FeedConfiguration::rules)
        .collect(Collectors.toMap(FeedRules::feed, Function.identity()));
  }

  private static FeedRules rules(String feed) {
    return Objects.requireNonNull(RULES.get(feed), feed);
  }

  private void apply(FeedEvent event) {
    if (!(new EventDecoder(event.feed(), false).decode(event.json()) instanceof Decoded.Event e)) {
      throw new AssertionError("refused: " + event);
    }
    assertThat(rules(event.feed()).objection(e.change())).as("%s", event).isEmpty();
    var _ =
        world.apply(
            new LogPosition(e.change().objectKind().topic(), 0, events++),
            Origin.NONE,
            e.envelope(),
            e.change(),
            now.toEpochMilli());
  }

  /** Asks for a quantity; 0 asks for no promise. */
  AvailabilityAnswer answer(String customer, String item, int quantity) {
    return availability.answer(question(customer, item, quantity));
  }

  AvailabilityAnswer.Figures figures(String customer, String item, int quantity) {
    return (AvailabilityAnswer.Figures) answer(customer, item, quantity);
  }

  AvailabilityAnswer.Figures figures(String item) {
    return figures(Tour.CUSTOMER, item, 0);
  }

  AvailabilityAnswer.Promise promise(String item, int quantity) {
    return figures(Tour.CUSTOMER, item, quantity).promise().orElseThrow();
  }

  /** One of each, together. */
  CartAnswer cart(List<String> items) {
    return availability.answer(
        items.stream().map(item -> question(Tour.CUSTOMER, item, 1)).toList());
  }

  private AvailabilityQuestion question(String customer, String item, int quantity) {
    Customer buyer = world.customer(customer).orElseThrow();
    return AvailabilityQuestion.of(
        item, buyer, buyer.shipTos().getFirst().region(), quantity * FixedPoint.ONE, now);
  }

  /** Available to promise on days 1 to {@code days}, with blanks between. */
  String byDay(String item, int days) {
    int firstDay = (int) today.toEpochDay();
    return IntStream.range(0, days)
        .mapToObj(day -> amount(figures(item).atp().at(firstDay + day)))
        .collect(Collectors.joining(" "));
  }

  /** As a person writes it. */
  static String amount(long quantity) {
    return BigDecimal.valueOf(quantity, FixedPoint.DECIMALS).stripTrailingZeros().toPlainString();
  }
}
