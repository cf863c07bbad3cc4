package tradecounter.storefront;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.CartAnswer;
import tradecounter.engine.availability.SourceChoice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.state.World;
import tradecounter.json.JsonText;
import tradecounter.security.Caller;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.Answers;
import tradecounter.storefront.line.AskedLine;
import tradecounter.storefront.line.Buyers;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.LineProblems;
import tradecounter.storefront.line.QuestionBody;
import tradecounter.storefront.line.QuestionLine;

/** Works out what an item's availability is for a buyer, and writes it down. Any thread. */
final class AvailabilityAnswers {
  private final World world;
  private final Availability availability;
  private final Buyers buyers;
  private final Answers answers;
  private final EncodedAnswers encoded;
  private final InstantSource clock;

  AvailabilityAnswers(
      World world,
      Availability availability,
      Answers answers,
      EncodedAnswers encoded,
      InstantSource clock) {
    this.world = world;
    this.availability = availability;
    this.buyers = new Buyers(world);
    this.answers = answers;
    this.encoded = encoded;
    this.clock = clock;
  }

  /** What all lines of one request have in common. */
  record Terms(
      Customer customer,
      String region,
      int onDay,
      int byDay,
      boolean shipComplete,
      boolean explain,
      Caller caller,
      Instant now) {
    AvailabilityQuestion question(AskedLine.Askable line) {
      return new AvailabilityQuestion(
          line.item(),
          customer,
          region,
          line.base(),
          onDay,
          byDay,
          shipComplete,
          SourceChoice.ANY,
          explain && detailed(),
          now);
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
    return switch (AskedLine.of(world, question.line())) {
      case AskedLine.Refused refused -> refused.problem();
      case AskedLine.Askable asked -> {
        AvailabilityQuestion asking = terms.question(asked);
        yield line(availability.answer(asking), asking, asked, terms);
      }
    };
  }

  /**
   * What the lines of a body have in common; leaves with a problem if there is no such customer.
   */
  Terms terms(QuestionBody body, Caller caller) {
    Customer customer = buyers.customer(caller, body.customer());
    return new Terms(
        customer,
        buyers.region(customer, body.shipTo()),
        body.onDay(),
        body.byDay(),
        body.shipComplete(),
        body.explain(),
        caller,
        clock.instant());
  }

  /** The answer to all lines of a body, as bytes. */
  Buffer text(QuestionBody body, Terms terms) {
    List<AskedLine> read = new ArrayList<>(body.lines().size());
    List<AvailabilityQuestion> questions = new ArrayList<>(body.lines().size());
    boolean asked = false;
    boolean refused = false;
    for (QuestionLine line : body.lines()) {
      boolean toPromise = line.quantity() > 0;
      asked |= toPromise;
      switch (AskedLine.of(world, line)) {
        case AskedLine.Askable one -> {
          read.add(one);
          questions.add(terms.question(one));
          refused |= one.check() instanceof QuantityCheck.Invalid;
        }
        case AskedLine.Refused one -> {
          read.add(one);
          refused |= toPromise;
        }
      }
    }
    CartAnswer cart = availability.answer(questions);
    boolean complete = cart.complete() && !refused;
    return answers.text(
        lines(read, questions, cart, terms), asked ? cart(complete, cart.day(), terms) : _ -> {});
  }

  private List<Line> lines(
      List<AskedLine> read, List<AvailabilityQuestion> questions, CartAnswer cart, Terms terms) {
    List<Line> lines = new ArrayList<>(read.size());
    int next = 0;
    for (AskedLine one : read) {
      lines.add(
          switch (one) {
            case AskedLine.Refused refused -> refused.problem();
            case AskedLine.Askable asked -> {
              AvailabilityAnswer answer = cart.lines().get(next);
              yield line(answer, questions.get(next++), asked, terms);
            }
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

  private Line line(
      AvailabilityAnswer answer,
      AvailabilityQuestion question,
      AskedLine.Askable asked,
      Terms terms) {
    return switch (answer) {
      case AvailabilityAnswer.UnknownItem unknown -> LineProblems.unknownItem(unknown.item());
      case AvailabilityAnswer.NotSold notSold -> LineProblems.superseded(notSold, terms.shape());
      case AvailabilityAnswer.NoNetwork none -> LineProblems.noNetwork(none);
      case AvailabilityAnswer.Figures figures ->
          new Line.Figures(
              figures.feedBits(),
              availability.keeps(question)
                  ? encoded.of(figures, asked.unit(), terms.shape())
                  : new AvailabilityWriter(figures, asked.unit(), asked.check(), terms.shape()));
    };
  }
}
