package tradecounter.storefront.hold;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.CartAnswer;
import tradecounter.engine.availability.SourceChoice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.state.World;
import tradecounter.http.Bodies;
import tradecounter.http.Failures;
import tradecounter.http.Problem;
import tradecounter.json.JsonText;
import tradecounter.json.RefusalException;
import tradecounter.ledger.ChangeHold;
import tradecounter.ledger.HoldReader;
import tradecounter.ledger.LedgerDesk;
import tradecounter.ledger.PlaceHold;
import tradecounter.security.Caller;
import tradecounter.storefront.line.AskedLine;
import tradecounter.storefront.line.Buyers;
import tradecounter.storefront.line.LedgerFailures;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.LineProblems;
import tradecounter.storefront.line.Problems;
import tradecounter.storefront.line.QuestionBody;
import tradecounter.storefront.line.QuestionLine;

/** Soft reservations: hold, look, hold longer, give back. */
public final class HoldEndPoint {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final World world;
  private final Availability availability;
  private final LedgerDesk desk;
  private final HoldReader reader;
  private final Configuration configuration;
  private final Buyers buyers;
  private final HoldWriter writer;
  private final InstantSource clock;

  public HoldEndPoint(
      World world,
      Availability availability,
      LedgerDesk desk,
      HoldReader reader,
      Configuration configuration,
      InstantSource clock) {
    this.world = world;
    this.availability = availability;
    this.desk = desk;
    this.reader = reader;
    this.configuration = configuration;
    this.buyers = new Buyers(world);
    this.writer = new HoldWriter(availability);
    this.clock = clock;
  }

  // ---------------------------------------------------------------- POST

  public void place(RoutingContext context, Caller caller) {
    Configuration.Limits limits = configuration.limits();
    var _ =
        Bodies.read(context, limits)
            .map(body -> QuestionBody.read(body, QuestionBody.Form.HOLD, limits.lines()))
            .onSuccess(
                question -> Problems.guarded(context, () -> place(context, caller, question)))
            .onFailure(context::fail);
  }

  private void place(RoutingContext context, Caller caller, QuestionBody body) {
    Customer customer = buyers.namedCustomer(caller, body.customer());
    int ttlSeconds = ttl(body.wishes().ttlSeconds());
    String region = buyers.region(customer, body.shipTo());
    Instant now = Instant.ofEpochMilli(clock.millis());
    List<Problem.Entry> problems = new ArrayList<>();
    List<AvailabilityQuestion> questions = new ArrayList<>(body.lines().size());
    for (int i = 0; i < body.lines().size(); i++) {
      QuestionLine line = body.lines().get(i);
      switch (AskedLine.of(world, line)) {
        case AskedLine.Refused refused -> problems.add(entry(i, refused.problem()));
        case AskedLine.Askable askable -> {
          if (askable.check() instanceof QuantityCheck.Invalid invalid) {
            problems.add(
                new Problem.Entry(
                    "/lines/" + i + "/quantity", invalid.rule().code(), invalid.detail()));
          }
          questions.add(
              new AvailabilityQuestion(
                  askable.item(),
                  customer,
                  region,
                  askable.base(),
                  line.onDay(),
                  body.byDay(),
                  body.shipComplete(),
                  SourceChoice.only(line.only()),
                  false,
                  now));
        }
      }
    }
    if (!problems.isEmpty()) {
      refuse(context, problems);
      return;
    }
    PlaceHold.Wish wish =
        new PlaceHold.Wish(
            "H-" + UUID.randomUUID(),
            customer.customer(),
            ttlSeconds * 1_000L,
            body.wishes().partial(),
            body.lines().stream().map(QuestionLine::lineId).toList(),
            questions);
    when(
        context,
        desk.submit(new PlaceHold(world, availability, quota(), wish)),
        outcome -> answer(context, caller, wish, outcome));
  }

  private PlaceHold.Quota quota() {
    Configuration.Holds holds = configuration.holds();
    return new PlaceHold.Quota(holds.activePerCustomer(), holds.sharePercent());
  }

  private int ttl(int asked) {
    Configuration.Holds holds = configuration.holds();
    int ttl = asked == 0 ? holds.defaultTtlSeconds() : asked;
    if (ttl > holds.maximumTtlSeconds()) {
      throw new Problem(
              400,
              "ttl-too-long",
              "a hold lasts at most " + holds.maximumTtlSeconds() + " seconds",
              List.of(
                  new Problem.Entry(
                      "/ttlSeconds",
                      "ttl-too-long",
                      "must be at most " + holds.maximumTtlSeconds())))
          .asException();
    }
    return ttl;
  }

  private void answer(
      RoutingContext context, Caller caller, PlaceHold.Wish wish, PlaceHold.Outcome outcome) {
    switch (outcome) {
      case PlaceHold.Outcome.Placed placed -> {
        context
            .response()
            .setStatusCode(201)
            .putHeader(HttpHeaders.LOCATION, "/v1/holds/" + placed.hold().hold());
        send(context, caller, placed.hold());
      }
      case PlaceHold.Outcome.Insufficient insufficient ->
          refuse(context, insufficient(wish, insufficient.promised()));
      case PlaceHold.Outcome.OverQuota over ->
          Problem.of(422, over.code(), over.detail()).write(context);
    }
  }

  private static List<Problem.Entry> insufficient(PlaceHold.Wish wish, CartAnswer promised) {
    List<Problem.Entry> problems = new ArrayList<>();
    for (int i = 0; i < promised.lines().size(); i++) {
      long asked = wish.questions().get(i).quantity();
      switch (promised.lines().get(i)) {
        case AvailabilityAnswer.UnknownItem unknown ->
            problems.add(entry(i, LineProblems.unknownItem(unknown.item())));
        case AvailabilityAnswer.NotSold notSold ->
            problems.add(
                new Problem.Entry(
                    "/lines/" + i + "/item",
                    "item-superseded",
                    "item '" + notSold.item() + "' is sold no more"));
        case AvailabilityAnswer.NoNetwork none ->
            problems.add(entry(i, LineProblems.noNetwork(none)));
        case AvailabilityAnswer.Figures figures -> {
          boolean complete = figures.promise().filter(p -> p.complete()).isPresent();
          if (!complete) {
            long parts =
                figures.promise().stream()
                    .flatMap(promise -> promise.parts().stream())
                    .mapToLong(part -> part.quantity())
                    .sum();
            problems.add(
                new Problem.Entry(
                    "/lines/" + i + "/quantity",
                    "insufficient-availability",
                    FixedPoint.format(parts)
                        + " of "
                        + FixedPoint.format(asked)
                        + " can be promised"));
          }
        }
      }
    }
    return problems;
  }

  private static Problem.Entry entry(int line, Line.Problematic problem) {
    return new Problem.Entry("/lines/" + line + "/item", problem.code(), problem.detail());
  }

  private static void refuse(RoutingContext context, List<Problem.Entry> problems) {
    Problem.Entry first = problems.getFirst();
    new Problem(422, first.code(), first.detail(), problems).write(context);
  }

  // ---------------------------------------------------------------- one hold

  public void look(RoutingContext context, Caller caller) {
    String hold = named(context);
    when(
        context,
        reader.read(hold),
        found ->
            found
                .filter(h -> caller.sees(h.customer()))
                .ifPresentOrElse(h -> send(context, caller, h), () -> unknown(context, hold)));
  }

  public void release(RoutingContext context, Caller caller) {
    change(context, caller, (_, _) -> new HoldEvent.Release(Map.of()));
  }

  public void change(RoutingContext context, Caller caller) {
    var _ =
        Bodies.read(context, configuration.limits())
            .map(this::readChange)
            .onSuccess(wanted -> Problems.guarded(context, () -> change(context, caller, wanted)))
            .onFailure(context::fail);
  }

  /** Either a new time from now, or what to give back by line. */
  private ChangeHold.Happening readChange(byte[] body) {
    var it =
        new Object() {
          int ttlSeconds;
          Map<String, Long> releases = new HashMap<>();
        };
    Bodies.json(
        body,
        in -> {
          in.start();
          in.object(
              field -> {
                switch (field) {
                  case "ttlSeconds" -> it.ttlSeconds = in.integer(1, Integer.MAX_VALUE);
                  case "release" ->
                      in.array(
                          () -> {
                            var line =
                                new Object() {
                                  String lineId = "";
                                  long quantity;
                                };
                            in.object(
                                name -> {
                                  switch (name) {
                                    case "lineId" -> line.lineId = in.key();
                                    case "quantity" -> line.quantity = in.quantityFromZero();
                                    default -> in.unknown(name);
                                  }
                                });
                            if (line.lineId.isEmpty() || line.quantity == 0) {
                              throw in.wrong("must have a lineId and a quantity above 0");
                            }
                            it.releases.merge(line.lineId, line.quantity, FixedPoint::saturatedSum);
                            return line;
                          });
                  default -> in.unknown(field);
                }
              });
          in.end();
          if ((it.ttlSeconds > 0) == !it.releases.isEmpty()) {
            throw new RefusalException(
                "field-missing", "give either ttlSeconds or what to release", "");
          }
          return it;
        });
    if (it.ttlSeconds > 0) {
      long millis = ttl(it.ttlSeconds) * 1_000L;
      return (_, now) -> new HoldEvent.Extend(now + millis);
    }
    return (hold, _) -> new HoldEvent.Release(byPart(hold, it.releases));
  }

  /** The holder's lines in the hold's own: the last to arrive are given back first. */
  private Map<String, Long> byPart(Hold hold, Map<String, Long> releases) {
    Map<String, Long> parts = new HashMap<>();
    releases.forEach(
        (askedLine, quantity) -> {
          List<Hold.Line> lines =
              hold.lines().stream().filter(l -> l.askedLine().equals(askedLine)).toList();
          if (lines.isEmpty()) {
            parts.put("line " + askedLine, quantity); // No such line: the life cycle says so.
            return;
          }
          Map<String, Long> needs = availability.needs(lines.getFirst().askedItem());
          if (lines.stream().noneMatch(line -> needs.containsKey(line.item()))) {
            parts.put("line " + askedLine, quantity); // Nobody knows what it is made of any more.
            return;
          }
          needs.forEach(
              (item, need) -> {
                long left =
                    need == FixedPoint.ONE ? quantity : FixedPoint.timesCeiling(quantity, need);
                for (Hold.Line line : lines.reversed()) {
                  if (line.item().equals(item) && left > 0) {
                    long given =
                        line.equals(
                                lines.stream()
                                    .filter(l -> l.item().equals(item))
                                    .findFirst()
                                    .orElse(line))
                            ? left
                            : Math.min(left, line.open());
                    if (given > 0) {
                      parts.merge(line.line(), given, FixedPoint::saturatedSum);
                      left -= given;
                    }
                  }
                }
              });
        });
    return parts;
  }

  private void change(RoutingContext context, Caller caller, ChangeHold.Happening event) {
    String hold = named(context);
    when(
        context,
        desk.submit(new ChangeHold(hold, found -> caller.sees(found.customer()), event)),
        step -> {
          switch (step.orElse(null)) {
            case null -> unknown(context, hold);
            case HoldStep.Refused refused ->
                Problem.of(422, refused.code(), refused.detail()).write(context);
            case HoldStep.Moved moved -> sendChanged(context, caller, moved);
          }
        });
  }

  private void sendChanged(RoutingContext context, Caller caller, HoldStep.Moved moved) {
    Map<String, Long> notHeld = new HashMap<>();
    moved
        .effects()
        .forEach(
            effect -> {
              if (effect instanceof HoldStep.Effect.NotHeld not) {
                moved.hold().lines().stream()
                    .filter(line -> line.line().equals(not.line()))
                    .forEach(line -> notHeld.merge(line.askedLine(), not.quantity(), Long::sum));
              }
            });
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    Failures.report(
        context
            .response()
            .end(
                JsonText.of(
                    json -> {
                      json.writeStartObject();
                      writer.write(json, moved.hold(), detailed(caller));
                      if (!notHeld.isEmpty()) {
                        json.writeArrayFieldStart("notHeld");
                        for (Map.Entry<String, Long> line : notHeld.entrySet()) {
                          json.writeStartObject();
                          json.writeStringField("lineId", line.getKey());
                          JsonText.quantity(json, "quantity", line.getValue());
                          json.writeEndObject();
                        }
                        json.writeEndArray();
                      }
                      json.writeEndObject();
                    })),
        "an answer could not be sent");
  }

  // ---------------------------------------------------------------- answers

  private void send(RoutingContext context, Caller caller, Hold hold) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    Failures.report(
        context
            .response()
            .end(
                JsonText.of(
                    json -> {
                      json.writeStartObject();
                      writer.write(json, hold, detailed(caller));
                      json.writeEndObject();
                    })),
        "an answer could not be sent");
  }

  private static boolean detailed(Caller caller) {
    return caller.may(Caller.AVAILABILITY_DETAIL);
  }

  private static String named(RoutingContext context) {
    return Objects.requireNonNull(context.pathParam("hold"), "the route names a hold");
  }

  private static void unknown(RoutingContext context, String hold) {
    Problem.of(404, "hold-unknown", "there is no hold '" + hold + "'").write(context);
  }

  private interface Rest<T> {
    void of(T result);
  }

  private static <T> void when(RoutingContext context, CompletableFuture<T> future, Rest<T> rest) {
    var _ =
        Future.fromCompletionStage(future, context.vertx().getOrCreateContext())
            .onSuccess(result -> Problems.guarded(context, () -> rest.of(result)))
            .onFailure(failure -> LedgerFailures.write(context, failure));
  }
}
