package tradecounter.delivery;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.delivery.Delivery.State;
import tradecounter.delivery.DeliveryStore.Announced;
import tradecounter.feed.FeedDoor;
import tradecounter.feed.Steering;
import tradecounter.http.Failures;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.JsonText;
import tradecounter.security.Caller;

/** Whole files of a feed by HTTP: put, and what became of them. */
public final class FilesEndPoint {
  private static final Logger LOG = LoggerFactory.getLogger(FilesEndPoint.class);
  private static final String TRANSPORT = "HTTP";
  private static final long LOOK_AGAIN_MILLIS = 20;
  private static final int LONGEST_NAME = 200;
  private static final String EDI = "application/edi";

  private final FeedDoor door;
  private final Steering steering;
  private final DeliveryStore store;
  private final DeliveryKeeper keeper;
  private final Configuration configuration;
  private final InstantSource clock;

  public FilesEndPoint(
      FeedDoor door,
      Steering steering,
      DeliveryStore store,
      DeliveryKeeper keeper,
      Configuration configuration,
      InstantSource clock) {
    this.door = door;
    this.steering = steering;
    this.store = store;
    this.keeper = keeper;
    this.configuration = configuration;
    this.clock = clock;
  }

  /** Takes a file; answers what became of it, or after a while that it is on its way. */
  public void put(RoutingContext context, Caller caller) {
    String feed = feed(context, caller);
    String name = name(context);
    Announced announced = new Announced(feed, name, TRANSPORT, clock.instant(), true);
    var _ =
        new Upload(context, store, announced, configuration)
            .read()
            .compose(
                delivery -> {
                  keeper.nudge();
                  return outcome(context, delivery, System.nanoTime());
                })
            .onSuccess(answer -> send(context, answer))
            .onFailure(failure -> fail(context, failure));
  }

  /** What became of the newest file of that name. */
  public void get(RoutingContext context, Caller caller) {
    String feed = feed(context, caller);
    String name = name(context);
    FromPostgres.answer(
        context,
        () -> {
          Optional<Delivery> newest = store.newest(feed, name);
          return newest.isPresent()
              ? Optional.of(
                  new Answer(newest.get(), store.acknowledgement(newest.get().delivery())))
              : Optional.<Answer>empty();
        },
        answer -> {
          if (answer.isPresent()) {
            send(context, answer.get());
          } else {
            Problem.of(
                    404, "file-unknown", "feed " + feed + " has delivered no file '" + name + "'")
                .write(context);
          }
        });
  }

  private String feed(RoutingContext context, Caller caller) {
    String feed = Parameters.ofPath(context, "feed");
    // A feed that the token may not write looks like one that does not exist.
    if (!door.feeds().contains(feed) || !caller.mayWrite(feed)) {
      throw Problem.of(404, "feed-unknown", "there is no feed '" + feed + "'").asException();
    }
    return feed;
  }

  private static String name(RoutingContext context) {
    String name = Parameters.ofPath(context, "name");
    if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ')) {
      throw Problem.badRequest(
              "name-invalid",
              "the name of a file has 1 to "
                  + LONGEST_NAME
                  + " characters and no control characters")
          .asException();
    }
    return name;
  }

  /** A delivery and what its sender is told of it. */
  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  private record Answer(Delivery delivery, byte[] acknowledgement) {}

  private Future<Answer> outcome(RoutingContext context, long delivery, long beganNanos) {
    return context
        .vertx()
        .executeBlocking(() -> look(delivery), false)
        .map(Objects::requireNonNull)
        .compose(
            answer -> {
              State state = answer.delivery().state();
              long waitedMillis = (System.nanoTime() - beganNanos) / 1_000_000;
              return state.isEnd()
                      || state == State.QUARANTINED
                      || steering.isPaused(answer.delivery().feed())
                      || waitedMillis > configuration.deliveries().answerMillis()
                  ? Future.succeededFuture(answer)
                  : context
                      .vertx()
                      .timer(LOOK_AGAIN_MILLIS + waitedMillis / 20)
                      .compose(_ -> outcome(context, delivery, beganNanos));
            });
  }

  private Answer look(long delivery) throws SQLException {
    return new Answer(
        store
            .find(delivery)
            .orElseThrow(() -> new IllegalStateException("delivery " + delivery + " is gone")),
        store.acknowledgement(delivery));
  }

  private static void send(RoutingContext context, Answer answer) {
    Delivery delivery = answer.delivery();
    int status =
        switch (delivery.state()) {
          case APPLIED, DUPLICATE -> 200;
          case RECEIVING, RECEIVED, APPLYING, QUARANTINED -> 202;
          case REFUSED, REJECTED -> 422;
        };
    String accepted = String.valueOf(context.request().getHeader(HttpHeaders.ACCEPT));
    boolean asEdi = accepted.startsWith(EDI) && answer.acknowledgement().length > 0;
    context.response().setStatusCode(status);
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, asEdi ? accepted : "application/json");
    Failures.report(
        context.response().end(asEdi ? Buffer.buffer(answer.acknowledgement()) : text(answer)),
        "what became of a file could not be sent");
  }

  private static Buffer text(Answer answer) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          DeliveryText.write(json, answer.delivery());
          if (answer.acknowledgement().length > 0) {
            json.writeStringField(
                "acknowledgement",
                new String(answer.acknowledgement(), StandardCharsets.ISO_8859_1));
          }
          json.writeEndObject();
        });
  }

  private static void fail(RoutingContext context, Throwable failure) {
    if (failure instanceof SQLException) {
      LOG.warn("a file cannot be kept: {}", failure.toString());
      Problem.unavailable(
              "database-unavailable", "Postgres cannot keep the file at the moment: send it again")
          .write(context);
    } else {
      context.fail(failure);
    }
  }
}
