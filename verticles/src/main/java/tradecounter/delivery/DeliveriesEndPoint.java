package tradecounter.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tradecounter.configuration.Configuration;
import tradecounter.delivery.Delivery.State;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.http.Bodies;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.order.TroubleBook;
import tradecounter.security.Caller;
import tradecounter.store.Database;

/** What operators see of deliveries, and decide about those in quarantine. */
public final class DeliveriesEndPoint {
  private static final Set<String> STATES =
      Stream.of(State.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
  private static final int LONGEST_RESOLUTION = 1_000;

  private final Database database;
  private final DeliveryStore store;
  private final DeliveryKeeper keeper;
  private final TroubleBook troubles;
  private final Configuration.Limits limits;

  public DeliveriesEndPoint(
      Database database,
      DeliveryStore store,
      DeliveryKeeper keeper,
      TroubleBook troubles,
      Configuration.Limits limits) {
    this.database = database;
    this.store = store;
    this.keeper = keeper;
    this.troubles = troubles;
    this.limits = limits;
  }

  /** All deliveries, newest first. */
  public void list(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, Set.of("feed", "state", "limit", "before"));
    String feed = parameters.key("feed");
    Set<String> states = parameters.words("state", STATES);
    int limit = (int) parameters.whole("limit", 1, 1_000, 100);
    long before = parameters.whole("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
    parameters.check();
    if (states.size() > 1) {
      throw Problem.badRequest("parameter-invalid", "state: one state, or none for all")
          .asException();
    }
    String state = states.stream().findFirst().orElse("");
    FromPostgres.answer(
        context,
        () -> store.newest(feed, state, limit, before),
        found -> FromPostgres.send(context, json -> write(json, found, limit)));
  }

  private static void write(JsonGenerator json, List<Delivery> found, int limit)
      throws IOException {
    json.writeArrayFieldStart("deliveries");
    for (Delivery delivery : found) {
      json.writeStartObject();
      DeliveryText.write(json, delivery);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (found.size() == limit) {
      json.writeStringField("next", String.valueOf(found.getLast().delivery()));
    }
  }

  /** What waits for a person, with what it would change. */
  private record Waiting(Delivery delivery, String difference) {}

  /** The deliveries that wait for a person. */
  public void quarantine(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, Set.of("feed", "limit", "before"));
    String feed = parameters.key("feed");
    int limit = (int) parameters.whole("limit", 1, 100, 20);
    long before = parameters.whole("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
    parameters.check();
    FromPostgres.answer(
        context,
        () -> {
          List<Waiting> waiting = new java.util.ArrayList<>();
          for (Delivery delivery : store.newest(feed, State.QUARANTINED.name(), limit, before)) {
            waiting.add(new Waiting(delivery, store.difference(delivery.delivery())));
          }
          return waiting;
        },
        waiting ->
            FromPostgres.send(
                context,
                json -> {
                  json.writeArrayFieldStart("quarantine");
                  for (Waiting one : waiting) {
                    json.writeStartObject();
                    DeliveryText.write(json, one.delivery());
                    if (!one.difference().isEmpty()) {
                      json.writeFieldName("difference");
                      json.writeRawValue(one.difference());
                    }
                    json.writeEndObject();
                  }
                  json.writeEndArray();
                  if (waiting.size() == limit) {
                    json.writeStringField(
                        "next", String.valueOf(waiting.getLast().delivery().delivery()));
                  }
                }));
  }

  /** Has one applied. */
  public void release(RoutingContext context, Caller caller) {
    decide(context, caller, true);
  }

  /** Has one forgotten. */
  public void reject(RoutingContext context, Caller caller) {
    decide(context, caller, false);
  }

  private void decide(RoutingContext context, Caller caller, boolean release) {
    String named = Parameters.ofPath(context, "delivery");
    if (!named.matches("[0-9]{1,18}")) {
      throw unknown(named).asException();
    }
    long delivery = Long.parseLong(named);
    var _ =
        Bodies.read(context, limits)
            .map(DeliveriesEndPoint::resolution)
            .onSuccess(
                resolution ->
                    FromPostgres.answer(
                        context,
                        () -> decided(delivery, resolution, caller.subject(), release),
                        decided -> answer(context, delivery, decided)))
            .onFailure(context::fail);
  }

  private static String resolution(byte[] body) {
    return Bodies.json(
        body,
        in -> {
          String[] said = {""};
          in.start();
          in.object(
              field -> {
                if (field.equals("resolution")) {
                  said[0] = in.text(LONGEST_RESOLUTION, 1);
                } else {
                  in.unknown(field);
                }
              });
          in.end();
          if (said[0].isEmpty()) {
            throw new tradecounter.json.RefusalException(
                "field-missing", "the field 'resolution' is missing: say why", "");
          }
          return said[0];
        });
  }

  private Optional<Delivery> decided(long delivery, String resolution, String by, boolean release)
      throws java.sql.SQLException {
    String said = resolution + " (" + by + ")";
    boolean done = release ? store.release(delivery, said) : store.reject(delivery, said);
    if (done) {
      var _ =
          database.inTransaction(
              connection ->
                  troubles.isGone(
                      connection,
                      "operator",
                      TroubleType.FEED_QUARANTINED,
                      "delivery:" + delivery));
      keeper.nudge();
    }
    return done ? store.find(delivery) : Optional.empty();
  }

  private void answer(RoutingContext context, long delivery, Optional<Delivery> decided) {
    if (decided.isPresent()) {
      FromPostgres.send(context, json -> DeliveryText.write(json, decided.get()));
    } else {
      unknown(String.valueOf(delivery)).write(context);
    }
  }

  private static Problem unknown(String delivery) {
    return Problem.of(
        404,
        "delivery-unknown",
        "no delivery "
            + delivery
            + " waits for a decision (what is QUARANTINED does, and to be released a DUPLICATE whose"
            + " bytes are kept)");
  }
}
