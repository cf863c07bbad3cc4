package tradecounter.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.Explanation;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.NoPrice;
import tradecounter.engine.pricing.PriceAnswer.Outcome;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceAnswer.Step;
import tradecounter.engine.pricing.PriceAnswer.StepKind;
import tradecounter.engine.pricing.PriceAnswer.UnknownItem;
import tradecounter.engine.pricing.PriceAnswer.UnknownUnit;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Terms;

/** What an answer about a price must have in common with the oracle's. */
final class PriceComparison {
  private static final String BEYOND = "beyond what can be computed exactly";

  /** Whether the engine does not answer because figures are too large for it. */
  static boolean isBeyondRange(PriceAnswer answer) {
    return answer instanceof NoPrice none && none.reason().contains(BEYOND);
  }

  private final String what;
  private final Priced actual;
  private final NaivePrice expected;

  private PriceComparison(String what, Priced actual, NaivePrice expected) {
    this.what = what;
    this.actual = actual;
    this.expected = expected;
  }

  static void compare(String what, PriceAnswer actual, boolean explained, NaivePricing.Line line) {
    if (line.beyondRange()) {
      // An entry that cannot be computed is left out, which the oracle knows nothing of.
      return;
    }
    assertThat(isBeyondRange(actual)).as(what).isFalse();
    assertThat(actual instanceof Priced)
        .as("%s\nexpected %s", what, line.price())
        .isEqualTo(line.price().isPresent());
    if (actual instanceof Priced priced) {
      NaivePrice expected = line.price().orElseThrow();
      PriceComparison comparison =
          new PriceComparison(what + "\nexpected " + expected, priced, expected);
      comparison.compareFigures();
      comparison.compareLastDay(line);
      if (explained) {
        comparison.compareCandidates();
        comparison.compareWaterfall();
      } else {
        assertThat(priced.explanation()).as(what).isEqualTo(Explanation.NONE);
      }
    }
  }

  /** The same question of another engine, always explained. */
  static PriceQuestion askedElsewhere(PriceQuestion question, Terms terms) {
    return new PriceQuestion(
        question.item(),
        question.customer(),
        terms,
        question.quantity(),
        question.uom(),
        question.currency(),
        question.onDay(),
        true);
  }

  /** Without what depends on the numbers of feeds and on whether an explanation was asked for. */
  static PriceAnswer plain(PriceAnswer answer) {
    return switch (answer) {
      case Priced p ->
          new Priced(
              p.item(),
              p.taxCategory(),
              p.quantity(),
              p.uom(),
              p.currency(),
              p.unitPrice(),
              p.priceUnit(),
              p.extendedPrice(),
              p.winner(),
              p.breaks(),
              p.breakQuantity(),
              p.promotions(),
              p.freeQuantity(),
              p.conversion(),
              p.validToDay(),
              Explanation.NONE,
              0);
      case NoPrice none -> new NoPrice(none.item(), none.reason(), List.of());
      case UnknownItem _, UnknownUnit _ -> answer;
    };
  }

  // ---------------------------------------------------------------- figures

  private void compareFigures() {
    assertThat(actual.winner().level()).as(what).isEqualTo(expected.level());
    assertThat(actual.winner().id()).as(what).isEqualTo(expected.id());
    assertThat(actual.winner().party()).as(what).isEqualTo(expected.party());
    equal("minimum of the winner", actual.winner().breakMinimum(), expected.breakMinimum());
    equal("unit price", actual.unitPrice(), expected.unitPrice());
    assertThat(actual.priceUnit()).as(what).isEqualTo(expected.priceUnit());
    equal("extended price", actual.extendedPrice(), expected.extended());
    equal("quantity for the breaks", actual.breakQuantity(), expected.breakQuantity());
    equal("free quantity", actual.freeQuantity(), expected.freeQuantity());
    assertThat(actual.conversion()).as(what).isEqualTo(expected.conversion());
    assertThat(actual.breaks()).as(what).hasSameSizeAs(expected.breaks());
    for (int i = 0; i < actual.breaks().size(); i++) {
      equal("minimum", actual.breaks().get(i).minimum(), expected.breaks().get(i).minimum());
      equal("break", actual.breaks().get(i).unitPrice(), expected.breaks().get(i).unitPrice());
    }
    assertThat(actual.promotions()).as(what).hasSameSizeAs(expected.promotions());
    for (int i = 0; i < actual.promotions().size(); i++) {
      PriceAnswer.Lowered lowered = actual.promotions().get(i);
      NaivePrice.Lowered by = expected.promotions().get(i);
      assertThat(lowered.promotion()).as(what).isEqualTo(by.promotion());
      assertThat(lowered.description()).as(what).isEqualTo(by.description());
      equal("price after " + by.promotion(), lowered.unitPrice(), by.unitPrice());
      equal("free by " + by.promotion(), lowered.freeQuantity(), by.freeQuantity());
    }
  }

  /** Earlier only where more days would have to be looked at than the engine does. */
  private void compareLastDay(NaivePricing.Line line) {
    int day = actual.validToDay();
    assertThat(day).as("last day of %s", what).isLessThanOrEqualTo(line.lastDay());
    assertThat(day)
        .as("last day of %s", what)
        .isGreaterThanOrEqualTo(Math.min(line.lastDay(), line.sure()));
  }

  // ---------------------------------------------------------------- the explanation

  private void compareCandidates() {
    List<Candidate> candidates = actual.explanation().candidates();
    List<Candidate> offers =
        candidates.stream().filter(c -> c.outcome() != Outcome.FILTERED).toList();
    assertThat(candidates.subList(0, offers.size())).as(what).isEqualTo(offers);
    assertThat(offers).as(what).hasSameSizeAs(expected.candidates());
    for (int i = 0; i < offers.size(); i++) {
      Candidate offer = offers.get(i);
      NaivePrice.Candidate by = expected.candidates().get(i);
      assertThat(offer.outcome()).as(what).isEqualTo(i == 0 ? Outcome.WON : Outcome.LOST);
      assertThat(i > 0 && offer.reason().isEmpty()).as(what).isFalse();
      assertThat(source(offer))
          .as(what)
          .isEqualTo(new NaivePrice.Source(by.level(), by.id(), by.party()));
      equal("minimum of " + by.id(), offer.breakMinimum(), by.breakMinimum());
      equal("price of " + by.id(), offer.unitPrice(), by.unitPrice());
      assertThat(offer.priceUnit()).as(what).isEqualTo(by.priceUnit());
    }
    List<Candidate> filtered = candidates.subList(offers.size(), candidates.size());
    int promotions = (int) filtered.stream().filter(c -> c.level() == Level.PROMOTION).count();
    assertThat(filtered.subList(filtered.size() - promotions, filtered.size()))
        .as(what)
        .allMatch(c -> c.level() == Level.PROMOTION);
    assertThat(filtered).as(what).noneMatch(c -> c.reason().isEmpty());
    for (NaivePrice.Source source : Set.copyOf(expected.sources())) {
      long told = candidates.stream().filter(c -> source(c).equals(source)).count();
      long known = expected.sources().stream().filter(source::equals).count();
      boolean list = source.party().isEmpty();
      assertThat(list ? Math.min(told, known) : told).as("%s in %s", source, what).isEqualTo(known);
    }
  }

  private static NaivePrice.Source source(Candidate candidate) {
    return new NaivePrice.Source(candidate.level(), candidate.id(), candidate.party());
  }

  private void compareWaterfall() {
    List<Step> steps = actual.explanation().waterfall();
    assertThat(steps).as(what).noneMatch(step -> step.reason().isEmpty());
    List<NaivePrice.Step> by = expected.waterfall();
    boolean ownPriceOfContract =
        expected.party().isPresent() && by.stream().noneMatch(s -> s.kind() == StepKind.CONTRACT);
    if (ownPriceOfContract) {
      compareContract(steps);
    } else {
      assertThat(steps.stream().map(Step::kind).toList())
          .as(what)
          .isEqualTo(by.stream().map(NaivePrice.Step::kind).toList());
      for (int i = 0; i < steps.size(); i++) {
        assertThat(steps.get(i).currency()).as(what).isEqualTo(by.get(i).currency());
        equal("step " + i, steps.get(i).unitPrice(), by.get(i).unitPrice());
      }
    }
    assertThat(steps.getLast().currency()).as(what).isEqualTo(actual.currency());
    assertThat(steps.getLast().unitPrice()).as(what).isEqualTo(actual.unitPrice());
  }

  /** What stands before a price that was agreed is what the buyer would pay without it. */
  private void compareContract(List<Step> steps) {
    int own = steps.size() - expected.promotions().size();
    List<StepKind> kinds = steps.stream().map(Step::kind).toList();
    assertThat(kinds.subList(0, own)).as(what).containsOnlyOnce(StepKind.CONTRACT);
    assertThat(kinds.subList(0, own)).as(what).doesNotContain(StepKind.PROMOTION);
    equal(
        "price of the contract",
        steps.get(own - 1).unitPrice(),
        expected.candidates().getFirst().unitPrice());
    for (int i = own; i < steps.size(); i++) {
      assertThat(kinds.get(i)).as(what).isEqualTo(StepKind.PROMOTION);
      equal("promotion", steps.get(i).unitPrice(), expected.promotions().get(i - own).unitPrice());
    }
  }

  private void equal(String figure, long is, BigDecimal expectedFigure) {
    if (units(is).compareTo(expectedFigure) != 0) {
      throw new AssertionError(
          figure + " of " + what + "\nis " + units(is) + ", expected " + expectedFigure);
    }
  }
}
