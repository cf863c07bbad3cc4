package tradecounter.storefront;

import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.CartAnswer;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.canonical.UnitConversion;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;
import tradecounter.http.Bodies;
import tradecounter.http.Parameters;
import tradecounter.json.JsonText;
import tradecounter.security.Caller;

/** "Have you got it, and when can I have it": one item, or up to 1,000 lines as one cart. */
final class AvailabilityEndPoint {
  private static final Set<String> PARAMETERS =
      SingleQuestion.parametersWith(SingleQuestion.EXPLAIN);

  private final World world;
  private final Availability availability;
  private final Buyers buyers;
  private final Answers answers;
  private final EncodedAnswers encoded;
  private final Configuration.Limits limits;
  private final InstantSource clock;

  AvailabilityEndPoint(
      World world,
      Availability availability,
      Answers answers,
      EncodedAnswers encoded,
      Configuration.Limits limits,
      InstantSource clock) {
    this.world = world;
    this.availability = availability;
    this.buyers = new Buyers(world);
    this.answers = answers;
    this.encoded = encoded;
    this.limits = limits;
    this.clock = clock;
  }

  /** What all lines of one request have in common. */
  private record Terms(
      Customer customer,
      String region,
      int onDay,
      int byDay,
      boolean shipComplete,
      boolean explain,
      Caller caller,
      Instant now) {
    AvailabilityQuestion question(String item, long base) {
      return new AvailabilityQuestion(
          item, customer, region, base, onDay, byDay, shipComplete, explain && detailed(), now);
    }

    AnswerShape shape() {
      return new AnswerShape(
          onDay != Day.OPEN_START,
          byDay != Day.OPEN_END,
          detailed(),
          caller.may(Caller.CUSTOMERS_ANY));
    }

    private boolean detailed() {
      return caller.may(Caller.AVAILABILITY_DETAIL);
    }
  }

  /** What a line of a request comes to before anything is computed. */
  private sealed interface Read {
    /** It can be answered. */
    record Asked(AvailabilityQuestion question, UnitOfMeasure unit, QuantityCheck check)
        implements Read {}

    /** It cannot. */
    record Refused(Line.Problematic problem) implements Read {}
  }

  void single(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, PARAMETERS);
    SingleQuestion question = SingleQuestion.read(context, parameters);
    parameters.check();
    answers.single(context, answer(question, caller));
  }

  /** The answer to one question; leaves with a problem if there is no such customer for it. */
  Line answer(SingleQuestion question, Caller caller) {
    Customer customer = buyers.customer(caller, question.customer());
    Terms terms =
        new Terms(
            customer,
            buyers.region(customer, question.shipTo()),
            question.onDay(),
            question.byDay(),
            question.shipComplete(),
            question.explain(),
            caller,
            clock.instant());
    return switch (read(question.line(), terms)) {
      case Read.Refused refused -> refused.problem();
      case Read.Asked asked -> line(availability.answer(asked.question()), asked, terms);
    };
  }

  void bulk(RoutingContext context, Caller caller) {
    var _ =
        Bodies.read(context, limits)
            .map(body -> QuestionBody.read(body, QuestionBody.AVAILABILITY, limits.lines()))
            .onSuccess(
                question -> Problems.guarded(context, () -> answer(context, caller, question)))
            .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Caller caller, QuestionBody body) {
    Customer customer = buyers.customer(caller, body.customer());
    Terms terms =
        new Terms(
            customer,
            buyers.region(customer, body.shipTo()),
            body.onDay(),
            body.byDay(),
            body.shipComplete(),
            body.explain(),
            caller,
            clock.instant());
    List<Read> read = new ArrayList<>(body.lines().size());
    List<AvailabilityQuestion> questions = new ArrayList<>(body.lines().size());
    boolean asked = false;
    boolean refused = false;
    for (QuestionLine line : body.lines()) {
      boolean toPromise = line.quantity() > 0;
      asked |= toPromise;
      switch (read(line, terms)) {
        case Read.Asked one -> {
          read.add(one);
          questions.add(one.question());
          refused |= one.check() instanceof QuantityCheck.Invalid;
        }
        case Read.Refused one -> {
          read.add(one);
          refused |= toPromise;
        }
      }
    }
    CartAnswer cart = availability.answer(questions);
    boolean complete = cart.complete() && !refused;
    answers.bulk(
        context, lines(read, cart, terms), asked ? cart(complete, cart.day(), terms) : _ -> {});
  }

  private List<Line> lines(List<Read> read, CartAnswer cart, Terms terms) {
    List<Line> lines = new ArrayList<>(read.size());
    int next = 0;
    for (Read one : read) {
      lines.add(
          switch (one) {
            case Read.Refused refused -> refused.problem();
            case Read.Asked asked -> line(cart.lines().get(next++), asked, terms);
          });
    }
    return lines;
  }

  private static JsonText.Writing cart(boolean complete, int day, Terms terms) {
    return json -> {
      json.writeObjectFieldStart("cart");
      json.writeBooleanField("complete", complete);
      if (terms.shape().by()) {
        json.writeBooleanField("inTime", complete && day <= terms.byDay());
      }
      if (complete) {
        JsonText.day(json, "date", day);
      }
      json.writeEndObject();
    };
  }

  private Read read(QuestionLine line, Terms terms) {
    ItemSnapshot snapshot = world.item(line.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (item == null) {
      return new Read.Refused(unknown(line.item()));
    }
    String uom = line.uom().isEmpty() ? item.baseUom() : line.uom();
    if (!item.hasUnit(uom)) {
      return new Read.Refused(
          new Line.Problematic(
              line.item(), 422, "uom-unknown", "item " + line.item() + " is not sold by " + uom));
    }
    UnitOfMeasure unit = item.unit(uom);
    QuantityCheck check =
        line.quantity() > 0
            ? QuantityCheck.of(item, unit, line.quantity())
            : new QuantityCheck.Valid();
    long base = UnitConversion.toBase(line.quantity(), unit);
    if (base == UnitConversion.NOT_WHOLE) {
      return new Read.Refused(
          new Line.Problematic(
              line.item(),
              422,
              "quantity-invalid",
              "the quantity is no number of "
                  + item.baseUom()
                  + " with at most 6 decimals"
                  + (check instanceof QuantityCheck.Invalid invalid
                      ? ": " + invalid.detail()
                      : "")));
    }
    return new Read.Asked(terms.question(line.item(), base), unit, check);
  }

  private Line line(AvailabilityAnswer answer, Read.Asked asked, Terms terms) {
    return switch (answer) {
      case AvailabilityAnswer.UnknownItem unknown -> unknown(unknown.item());
      case AvailabilityAnswer.NotSold notSold -> superseded(notSold, terms.shape());
      case AvailabilityAnswer.NoNetwork none -> noNetwork(none);
      case AvailabilityAnswer.Figures figures ->
          new Line.Figures(
              figures.feedBits(),
              availability.keeps(asked.question())
                  ? encoded.of(figures, asked.unit(), terms.shape())
                  : new AvailabilityWriter(figures, asked.unit(), asked.check(), terms.shape()));
    };
  }

  static Line.Problematic unknown(String item) {
    return new Line.Problematic(item, 404, "item-unknown", "there is no item '" + item + "'");
  }

  static Line.Problematic superseded(AvailabilityAnswer.NotSold notSold, AnswerShape shape) {
    return new Line.Problematic(
        notSold.item(),
        404,
        "item-superseded",
        "item '"
            + notSold.item()
            + "' is sold no more; instead there is "
            + notSold.substitutes().stream()
                .map(substitution -> substitution.item().item())
                .collect(Collectors.joining(", ")),
        json -> SubstitutesWriter.write(json, notSold.substitutes(), shape));
  }

  static Line.Problematic noNetwork(AvailabilityAnswer.NoNetwork none) {
    return new Line.Problematic(
        none.item(),
        404,
        "network-none",
        none.region().isEmpty()
            ? "no network serves a request without a region: name a ship-to"
            : "no network serves the region " + none.region());
  }
}
