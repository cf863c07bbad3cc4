package tradecounter.storefront;

import java.time.Instant;
import java.time.InstantSource;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Problem;
import tradecounter.security.Caller;
import tradecounter.storefront.stream.StockState;
import tradecounter.storefront.stream.Telling;
import tradecounter.storefront.stream.Viewpoint;

/**
 * What one buyer is told of an item now. Customer and ship-to are looked up each time: they may
 * change while the buyer listens.
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

  private Telling told(String item, long nowMillis, AvailabilityAnswer answer) {
    return switch (answer) {
      case AvailabilityAnswer.UnknownItem _ -> told(AvailabilityEndPoint.unknown(item));
      case AvailabilityAnswer.NotSold notSold ->
          told(AvailabilityEndPoint.superseded(notSold, PLAIN));
      case AvailabilityAnswer.NoNetwork none -> told(AvailabilityEndPoint.noNetwork(none));
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
