package tradecounter.integrity;

import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import tradecounter.configuration.Configuration;
import tradecounter.delivery.DeliveryKeeper;
import tradecounter.delivery.DeliveryRewind;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Bodies;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.JsonText;
import tradecounter.security.Caller;

/** What operators do with a feed: pause it, resume it, have it read again or told again. */
public final class FeedSteeringEndPoint {
  private static final int LONGEST_REASON = 1_000;
  private static final int LONGEST_INSTANT = 40;

  private final Parts parts;

  /** What it works with. */
  public record Parts(
      FeedDoor door,
      FeedSteering steering,
      FeedStatesEndPoint states,
      FeedWatch watch,
      Resends resends,
      DeliveryRewind deliveries,
      DeliveryKeeper keeper,
      Configuration.Limits limits,
      InstantSource clock) {}

  public FeedSteeringEndPoint(Parts parts) {
    this.parts = parts;
  }

  /** Nothing of it is taken in until it is resumed. */
  public void pause(RoutingContext context, Caller caller) {
    String feed = FeedStatesEndPoint.known(parts.door(), context);
    said(
        context,
        "reason",
        LONGEST_REASON,
        reason ->
            doAndShow(
                context,
                feed,
                () -> parts.steering().pause(feed, reason + " (" + caller.subject() + ")")));
  }

  /** It goes on where it was. */
  public void resume(RoutingContext context, Caller caller) {
    String feed = FeedStatesEndPoint.known(parts.door(), context);
    new Parameters(context, Set.of()).check();
    doAndShow(
        context,
        feed,
        () -> {
          boolean resumed = parts.steering().resume(feed);
          parts.keeper().nudge();
          return resumed;
        });
  }

  private void doAndShow(RoutingContext context, String feed, Callable<Boolean> work) {
    FromPostgres.answer(context, work, _ -> parts.states().answer(context, feed));
  }

  /** What came since is taken in again. */
  public void rewind(RoutingContext context, Caller caller) {
    String feed = FeedStatesEndPoint.known(parts.door(), context);
    said(
        context,
        "to",
        LONGEST_INSTANT,
        text -> {
          Instant to =
              past(text)
                  .orElseThrow(
                      () ->
                          Problem.badRequest(
                                  "value-invalid",
                                  "'to' must be a time in the past, such as 2026-11-23T08:00:00Z")
                              .asException());
          FromPostgres.answer(
              context,
              () -> {
                parts.steering().rewind(feed, to);
                int deliveries = parts.deliveries().since(feed, to);
                parts.keeper().nudge();
                return deliveries;
              },
              deliveries ->
                  FromPostgres.send(
                      context,
                      json -> {
                        json.writeStringField("feed", feed);
                        JsonText.instant(json, "to", to.toEpochMilli());
                        json.writeNumberField(
                            "generation", parts.steering().rewind(feed).generation());
                        json.writeNumberField("deliveries", deliveries);
                      }));
        });
  }

  private Optional<Instant> past(String text) {
    try {
      Instant to = Instant.parse(text);
      return to.isAfter(Instant.EPOCH) && !to.isAfter(parts.clock().instant())
          ? Optional.of(to)
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Its source is asked to tell everything again. */
  public void snapshot(RoutingContext context, Caller caller) {
    String feed = FeedStatesEndPoint.known(parts.door(), context);
    new Parameters(context, Set.of()).check();
    Instant now = parts.clock().instant();
    FromPostgres.answer(
        context,
        () -> {
          Optional<String> done =
              parts.resends().ask(feed, "asked for by " + caller.subject(), Instant.EPOCH);
          parts.watch().asked(feed, done.isPresent(), now);
          return done;
        },
        done -> {
          if (done.isPresent()) {
            FromPostgres.send(
                context,
                json -> {
                  json.writeStringField("feed", feed);
                  json.writeStringField("asked", done.get());
                });
          } else {
            Problem.of(
                    422,
                    "resend-impossible",
                    "the source of feed "
                        + feed
                        + " cannot be asked to tell again, or has not taken it; see the log")
                .write(context);
          }
        });
  }

  /** What is to be done with the only field of the body. */
  private interface Said {
    void with(String text);
  }

  private void said(RoutingContext context, String field, int longest, Said then) {
    new Parameters(context, Set.of()).check();
    var _ =
        Bodies.read(context, parts.limits())
            .map(body -> text(body, field, longest))
            .onSuccess(
                text -> {
                  try {
                    then.with(text);
                  } catch (RuntimeException e) {
                    context.fail(e);
                  }
                })
            .onFailure(context::fail);
  }

  private static String text(byte[] body, String name, int longest) {
    return Bodies.json(
        body,
        in -> {
          String[] said = {""};
          in.start();
          in.object(
              field -> {
                if (field.equals(name)) {
                  said[0] = in.text(longest, 1);
                } else {
                  in.unknown(field);
                }
              });
          in.end();
          if (said[0].isEmpty()) {
            throw in.missing(name);
          }
          return said[0];
        });
  }
}
