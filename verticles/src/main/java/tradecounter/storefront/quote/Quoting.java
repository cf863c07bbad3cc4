package tradecounter.storefront.quote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.CartAnswer;
import tradecounter.engine.availability.SourceChoice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.canonical.UnitConversion;
import tradecounter.engine.state.World;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.AskedLine;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.LineProblems;
import tradecounter.storefront.line.QuestionLine;
import tradecounter.storefront.price.Buying;
import tradecounter.storefront.price.LinePrice;
import tradecounter.storefront.price.LinePrices;

/** Prices and promises the lines of a cart as one. Pure beyond its world: any thread. */
final class Quoting {
  /** Availability has said the same of the line already. */
  private static final Set<String> OF_THE_ITEM = Set.of("item-unknown", "uom-unknown");

  private final World world;
  private final LinePrices prices;
  private final Availability availability;

  Quoting(World world, LinePrices prices, Availability availability) {
    this.world = world;
    this.prices = prices;
    this.availability = availability;
  }

  /**
   * What a cart comes to.
   *
   * @param day when the last part of all has arrived; without meaning if not complete
   */
  record Draft(List<QuotedLine> lines, boolean complete, int day, Totals totals) {}

  Draft draft(
      List<QuestionLine> lines,
      Buying buying,
      boolean shipComplete,
      AnswerShape shape,
      Instant now) {
    List<AskedLine> asked = new ArrayList<>(lines.size());
    List<AvailabilityQuestion> questions = new ArrayList<>(lines.size());
    String region = buying.shipTo().map(Customer.ShipTo::region).orElse("");
    for (QuestionLine line : lines) {
      AskedLine one = AskedLine.of(world, line);
      asked.add(one);
      if (one instanceof AskedLine.Askable askable) {
        questions.add(
            new AvailabilityQuestion(
                askable.item(),
                buying.customer(),
                region,
                askable.base(),
                Day.OPEN_START,
                Day.OPEN_END,
                shipComplete,
                SourceChoice.ANY,
                false,
                now));
      }
    }
    CartAnswer cart = availability.answer(questions);
    List<LinePrice> priced = prices.of(lines, buying);
    List<QuotedLine> quoted = new ArrayList<>(lines.size());
    boolean complete = true;
    int next = 0;
    for (int i = 0; i < lines.size(); i++) {
      QuotedLine line =
          switch (asked.get(i)) {
            case AskedLine.Refused refused ->
                quoted(lines.get(i), priced.get(i), Optional.empty(), List.of(refused.problem()));
            case AskedLine.Askable askable ->
                quoted(lines.get(i), priced.get(i), askable, cart.lines().get(next++), shape);
          };
      quoted.add(line);
      complete &= line.isGood();
    }
    return new Draft(quoted, complete, cart.day(), Totals.of(quoted));
  }

  private static QuotedLine quoted(
      QuestionLine line,
      LinePrice price,
      AskedLine.Askable askable,
      AvailabilityAnswer answer,
      AnswerShape shape) {
    List<Line.Problematic> problems = new ArrayList<>(1);
    if (askable.check() instanceof QuantityCheck.Invalid invalid) {
      problems.add(new Line.Problematic(line.item(), 422, invalid.rule().code(), invalid.detail()));
    }
    Optional<QuotedLine.Supply> supply = Optional.empty();
    switch (answer) {
      case AvailabilityAnswer.UnknownItem unknown ->
          problems.add(LineProblems.unknownItem(unknown.item()));
      case AvailabilityAnswer.NotSold notSold ->
          problems.add(LineProblems.superseded(notSold, shape));
      case AvailabilityAnswer.NoNetwork none -> problems.add(LineProblems.noNetwork(none));
      case AvailabilityAnswer.Figures figures -> {
        supply = figures.promise().map(promise -> supply(askable, figures, promise));
        if (!supply.map(s -> s.promise().complete()).orElse(false)) {
          problems.add(insufficient(line, askable, figures));
        }
      }
    }
    return quoted(line, price, supply, problems);
  }

  private static QuotedLine.Supply supply(
      AskedLine.Askable askable, Figures figures, Promise promise) {
    return new QuotedLine.Supply(askable.unit(), askable.base(), figures, promise);
  }

  private static Line.Problematic insufficient(
      QuestionLine line, AskedLine.Askable askable, Figures figures) {
    long promised =
        figures.promise().stream()
            .flatMap(promise -> promise.parts().stream())
            .mapToLong(Promise.Part::quantity)
            .sum();
    return new Line.Problematic(
        line.item(),
        422,
        "insufficient-availability",
        FixedPoint.format(UnitConversion.fromBase(promised, askable.unit()))
            + " of "
            + FixedPoint.format(line.quantity())
            + " "
            + askable.unit().uom()
            + " can be promised within the planning horizon");
  }

  private static QuotedLine quoted(
      QuestionLine line,
      LinePrice price,
      Optional<QuotedLine.Supply> supply,
      List<Line.Problematic> ofSupply) {
    Map<String, Line.Problematic> problems = new LinkedHashMap<>();
    ofSupply.forEach(problem -> problems.put(problem.code(), problem));
    if (price instanceof LinePrice.None none
        && (problems.isEmpty() || !OF_THE_ITEM.contains(none.problem().code()))) {
      problems.put(none.problem().code(), none.problem());
    }
    return new QuotedLine(line, price, supply, List.copyOf(problems.values()));
  }
}
