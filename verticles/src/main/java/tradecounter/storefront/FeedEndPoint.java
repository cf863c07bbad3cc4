package tradecounter.storefront;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Origin;
import tradecounter.feed.Delivered;
import tradecounter.feed.EventSplitter;
import tradecounter.feed.FeedDoor;
import tradecounter.feed.FeedReceipt;
import tradecounter.feed.FeedReceipt.Refusal;
import tradecounter.feed.Intake;
import tradecounter.feed.Steering;
import tradecounter.format.Format;
import tradecounter.format.SourceRecord;
import tradecounter.format.UnreadableException;
import tradecounter.http.Bodies;
import tradecounter.http.Failures;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.http.RequestId;
import tradecounter.json.JsonText;
import tradecounter.log.LogAppender;
import tradecounter.log.Topics;
import tradecounter.security.Caller;

/** Events of a feed by HTTP: one, a batch, or a stream of any length. */
final class FeedEndPoint {
  private static final String NDJSON = "application/x-ndjson";
  private static final List<String> JSON =
      List.of(
          "application/json", "application/cloudevents+json", "application/cloudevents-batch+json");

  private final FeedDoor door;
  private final Steering steering;
  private final LogAppender appender;
  private final Topics topics;
  private final Configuration.Limits limits;
  private final Format.Limits formatLimits;

  FeedEndPoint(
      FeedDoor door,
      Steering steering,
      LogAppender appender,
      Topics topics,
      Configuration configuration) {
    this.door = door;
    this.steering = steering;
    this.appender = appender;
    this.topics = topics;
    this.limits = configuration.limits();
    this.formatLimits = configuration.deliveries().limits();
  }

  void post(RoutingContext context, Caller caller) {
    String feed = Parameters.ofPath(context, "feed");
    // A feed that the token may not write looks like one that does not exist.
    if (!door.feeds().contains(feed) || !caller.mayWrite(feed)) {
      throw Problem.of(404, "feed-unknown", "there is no feed '" + feed + "'").asException();
    }
    if (steering.isPaused(feed)) {
      throw Problem.unavailable(
              "feed-paused",
              "feed " + feed + " is paused by an operator: nothing is taken, send it again later")
          .asException();
    }
    if (!appender.isReachable()) {
      throw logUnavailable();
    }
    Intake intake =
        new Intake(
            feed,
            RequestId.of(context),
            door,
            appender,
            topics,
            limits,
            context.vertx().getOrCreateContext());
    if (door.configuration(feed).map(known -> known.format().isExchanged()).orElse(false)) {
      throw Problem.of(
              415,
              "media-type-unsupported",
              "interchanges are answered as a whole: PUT them to /v1/feeds/"
                  + feed
                  + "/files/{name}")
          .asException();
    }
    String type = mediaType(context.request());
    if (!door.isCanonical(feed)) {
      reply(context, mapped(context, feed, intake));
    } else if (type.equals(NDJSON)) {
      reply(context, stream(context, intake));
    } else if (JSON.contains(type)) {
      reply(context, whole(context, intake));
    } else {
      throw Problem.of(
              415,
              "media-type-unsupported",
              "send " + String.join(", ", JSON) + " or " + NDJSON + " for a stream")
          .asException();
    }
  }

  private static String mediaType(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (header == null) {
      return "";
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).trim().toLowerCase(java.util.Locale.ROOT);
  }

  private Future<FeedReceipt> whole(RoutingContext context, Intake intake) {
    return Bodies.read(context, limits)
        .compose(
            body -> {
              switch (EventSplitter.split(body)) {
                case EventSplitter.Split.Events events -> events.each().forEach(intake::submit);
                case EventSplitter.Split.Unreadable unreadable ->
                    throw Problem.badRequest("json-invalid", unreadable.detail()).asException();
              }
              return intake.end();
            });
  }

  /** In the feed's own format, whatever the request calls it. Mappings take their time. */
  private Future<FeedReceipt> mapped(RoutingContext context, String feed, Intake intake) {
    Delivered delivered = Delivered.byRequest(RequestId.of(context));
    return Bodies.read(context, limits)
        .compose(
            body -> context.vertx().executeBlocking(() -> admitted(feed, body, delivered), false))
        .map(Objects::requireNonNull)
        .compose(
            records -> {
              records.forEach(record -> intake.submit(record.of(), delivered, record.admitted()));
              return intake.end();
            });
  }

  private record Admitted(SourceRecord of, FeedDoor.Admitted admitted) {}

  private List<Admitted> admitted(String feed, byte[] body, Delivered delivered) {
    try {
      return door.decode(feed, body, formatLimits).stream()
          .map(
              record -> new Admitted(record, door.admit(feed, record, delivered, _ -> Origin.NONE)))
          .toList();
    } catch (UnreadableException e) {
      throw Problem.badRequest(e.code(), e.place() + ": " + e.detail()).asException();
    }
  }

  private Future<FeedReceipt> stream(RoutingContext context, Intake intake) {
    return new EventStream(context, intake, limits).read();
  }

  private static void reply(RoutingContext context, Future<FeedReceipt> receipt) {
    var _ =
        receipt
            .onSuccess(counted -> reply(context, counted))
            .onFailure(
                failure ->
                    context.fail(
                        failure instanceof Intake.LogUnavailableException
                            ? logUnavailable()
                            : failure));
  }

  private static Problem.ProblemException logUnavailable() {
    return Problem.unavailable(
            "log-unavailable",
            "the log cannot take the events at the moment: send all of them again, what has"
                + " arrived is recognised")
        .asException();
  }

  private static void reply(RoutingContext context, FeedReceipt receipt) {
    boolean allRefused =
        receipt.refused() > 0
            && receipt.accepted() + receipt.duplicate() + receipt.superseded() == 0;
    context.response().setStatusCode(allRefused ? 422 : 202);
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Failures.report(context.response().end(written(receipt)), "a feed receipt could not be sent");
  }

  private static Buffer written(FeedReceipt receipt) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeNumberField("accepted", receipt.accepted());
          json.writeNumberField("duplicate", receipt.duplicate());
          json.writeNumberField("superseded", receipt.superseded());
          json.writeNumberField("refused", receipt.refused());
          json.writeArrayFieldStart("errors");
          for (Refusal refusal : receipt.errors()) {
            json.writeStartObject();
            json.writeNumberField("index", refusal.index());
            if (!refusal.id().isEmpty()) {
              json.writeStringField("id", refusal.id());
            }
            json.writeStringField("code", refusal.code());
            json.writeStringField("detail", refusal.detail());
            if (!refusal.pointer().isEmpty()) {
              json.writeStringField("pointer", refusal.pointer());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
          if (receipt.errorsOmitted() > 0) {
            json.writeNumberField("errorsOmitted", receipt.errorsOmitted());
          }
          json.writeEndObject();
        });
  }
}
