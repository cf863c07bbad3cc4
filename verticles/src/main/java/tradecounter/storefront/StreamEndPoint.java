package tradecounter.storefront;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Set;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.security.Caller;
import tradecounter.storefront.line.Buyers;
import tradecounter.storefront.stream.Admission;
import tradecounter.storefront.stream.LoopStreams;
import tradecounter.storefront.stream.Subscription;

/** "Tell me when it changes": a stream of events for some items, or for those of a category. */
final class StreamEndPoint {
  private static final Set<String> PARAMETERS =
      Set.of("items", "category", "customer", "shipTo", "events");
  private static final String AVAILABILITY = "availability";
  private static final String THRESHOLD = "threshold";

  private final World world;
  private final FeedDoor door;
  private final Availability availability;
  private final LoopStreams streams;
  private final Configuration.Limits limits;
  private final InstantSource clock;

  StreamEndPoint(
      World world,
      FeedDoor door,
      Availability availability,
      LoopStreams streams,
      Configuration.Limits limits,
      InstantSource clock) {
    this.world = world;
    this.door = door;
    this.availability = availability;
    this.streams = streams;
    this.limits = limits;
    this.clock = clock;
  }

  void open(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, PARAMETERS);
    Set<String> items = parameters.keys("items", limits.streamItems());
    String category = parameters.key("category");
    Set<String> events = parameters.words("events", Set.of(AVAILABILITY, THRESHOLD));
    String named = parameters.key("customer");
    String shipTo = parameters.key("shipTo");
    parameters.check();
    if (items.isEmpty() && category.isEmpty()) {
      throw Problem.badRequest("parameter-missing", "name items, or a category, or both")
          .asException();
    }
    Buyers buyers = new Buyers(world);
    Customer customer = buyers.customer(caller, named);
    var _ = buyers.region(customer, shipTo); // Refuses a ship-to that the customer does not have.
    HttpServerRequest request = context.request();
    String lastEventId = request.getHeader("Last-Event-ID");
    Admission admission =
        streams.open(
            context.response(),
            new Subscription(
                caller.subject(),
                items,
                category,
                events.contains(AVAILABILITY),
                events.contains(THRESHOLD)),
            new BuyersView(world, door, availability, buyers, clock, caller, named, shipTo),
            lastEventId == null ? "" : lastEventId,
            caller.expiresAtMillis() - clock.millis());
    switch (admission) {
      case ADMITTED -> {} // The stream has answered.
      case NODE_IS_FULL ->
          throw Problem.unavailable(
                  "too-many-streams", "this node serves as many streams as it may: try again")
              .asException();
      case CLIENT_HAS_ENOUGH ->
          throw Problem.of(
                  429,
                  "too-many-streams-of-client",
                  "this client has "
                      + limits.streamsPerClient()
                      + " streams at this node already: end one and try again")
              .asException();
    }
  }
}
