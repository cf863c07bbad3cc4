package tradecounter.storefront;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.InstantSource;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.state.FeedState;
import tradecounter.engine.state.Place;
import tradecounter.engine.state.Topology;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Problem;
import tradecounter.security.Caller;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.Buyers;
import tradecounter.storefront.line.Freshness;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.LineProblems;
import tradecounter.storefront.stream.StockState;
import tradecounter.storefront.stream.Telling;
import tradecounter.storefront.stream.Viewpoint;

/**
 * What one buyer is told of an item now. Customer and ship-to are looked up each time: they may
 * change while the buyer listens, and are heard of when the stream looks again.
 *
 * @param customer as the request named it, empty if it named none
 */
record BuyersView(
    World world,
    FeedDoor door,
    Availability availability,
    Buyers buyers,
    InstantSource clock,
    Caller caller,
    String customer,
    String shipTo)
    implements Viewpoint {
  private static final AnswerShape PLAIN = new AnswerShape(false, false, false, false);

  @Override
  public Telling of(String item) {
    try {
      Customer buyer = buyers.customer(caller, customer);
      Instant now = clock.instant();
      return told(
          item,
          now.toEpochMilli(),
          availability.answer(
              AvailabilityQuestion.of(item, buyer, buyers.region(buyer, shipTo), 0, now)));
    } catch (Problem.ProblemException e) {
      return new Telling.Problematic(item, e.problem().code(), e.problem().detail());
    }
  }

  /**
   * Reckons with every feed and with every location of the network: that some of it may matter to
   * no item of the client costs a look too many.
   */
  @Override
  public String circumstances() {
    Instant now = clock.instant();
    String stale =
        world.feeds().stream()
            .filter(feed -> door.supply(feed.feed()).isStale(feed.asOfMillis(), now.toEpochMilli()))
            .map(FeedState::feed)
            .sorted() // Nodes may number them differently.
            .collect(joining(","));
    try {
      Customer buyer = buyers.customer(caller, customer);
      Topology topology = world.topology();
      String days =
          topology
              .routeFor(buyer, buyers.region(buyer, shipTo))
              .map(route -> days(topology, route, now))
              .orElse("");
      return String.join("|", stale, days, buyer.toString());
    } catch (Problem.ProblemException e) {
      return String.join("|", stale, e.problem().code());
    }
  }

  /** What day it is where the goods are, and from which on it is served. */
  private static String days(Topology topology, Topology.Route route, Instant now) {
    StringBuilder days = new StringBuilder(route.network().network());
    boolean somewhere = false;
    for (Topology.Stop stop : route.stops()) {
      Place place = topology.place(stop.location());
      if (place != null) {
        int today = place.today(now);
        days.append(' ').append(today).append('/').append(place.servesFrom(today));
        somewhere = true;
      }
    }
    return somewhere
        ? days.toString()
        : days.append(' ').append(Math.floorDiv(now.getEpochSecond(), 86_400L)).toString();
  }

  private Telling told(String item, long nowMillis, AvailabilityAnswer answer) {
    return switch (answer) {
      case AvailabilityAnswer.UnknownItem _ -> told(LineProblems.unknownItem(item));
      case AvailabilityAnswer.NotSold notSold -> told(LineProblems.superseded(notSold, PLAIN));
      case AvailabilityAnswer.NoNetwork none -> told(LineProblems.noNetwork(none));
      case AvailabilityAnswer.Figures figures -> {
        Freshness freshness = Freshness.of(world, door, figures.feedBits(), nowMillis);
        var low = StockState.low(world.thresholds(), figures.item());
        yield new Telling.Figures(
            item,
            figures.item().baseUom(),
            figures.available(),
            figures.atp(),
            figures.today(),
            StockState.of(figures.available(), low),
            low,
            freshness.asOfMillis(),
            freshness.isStale());
      }
    };
  }

  private static Telling told(Line.Problematic line) {
    return new Telling.Problematic(line.item(), line.code(), line.detail());
  }
}
