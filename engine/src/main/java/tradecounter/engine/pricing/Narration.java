package tradecounter.engine.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.engine.pricing.Choice.Offer;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.Explanation;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.Outcome;
import tradecounter.engine.pricing.PriceAnswer.Step;
import tradecounter.engine.pricing.PriceAnswer.StepKind;

/** Tells how a price came about, and what became of everything else that was looked at. */
final class Narration {
  private final Resolution resolution;
  private final PriceStrategy strategy;
  private final Offer winner;

  Narration(Resolution resolution, PriceStrategy strategy, Offer winner) {
    this.resolution = resolution;
    this.strategy = strategy;
    this.winner = winner;
  }

  Explanation tell(Promoting.Lowered lowered) {
    return new Explanation(waterfall(lowered), candidates(lowered));
  }

  // ---------------------------------------------------------------- candidates

  @SuppressWarnings("ReferenceEquality") // Somebody may have told the winner's very figures twice.
  private List<Candidate> candidates(Promoting.Lowered lowered) {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(candidate(winner, Outcome.WON, reasonForWinning()));
    for (Offer offer : resolution.offers()) {
      if (offer.entry() != winner.entry()) {
        candidates.add(candidate(offer, Outcome.LOST, reasonForLosing(offer)));
      }
    }
    candidates.addAll(resolution.left());
    for (Promoting.Passed passed : lowered.passed()) {
      candidates.add(
          new Candidate(
              Level.PROMOTION,
              passed.promotion().promotion(),
              Optional.empty(),
              0,
              0,
              1,
              Outcome.FILTERED,
              passed.reason()));
    }
    return candidates;
  }

  private String reasonForWinning() {
    return switch (strategy) {
      case PRIORITY -> "it goes first";
      case BEST -> "nothing is cheaper";
      case MERGE ->
          winner.entry().isContract()
              ? "it goes first"
              : "it gives the merged break that is reached";
    };
  }

  private Candidate candidate(Offer offer, Outcome outcome, String reason) {
    Entry entry = offer.entry();
    return new Candidate(
        entry.level(),
        entry.id(),
        entry.party(),
        resolution.inAsked(offer.reached().minimum(), entry),
        resolution.perAsked(offer.reached().amount(), entry),
        entry.priceUnit(),
        outcome,
        reason);
  }

  private String reasonForLosing(Offer loser) {
    Entry won = winner.entry();
    Entry lost = loser.entry();
    if (strategy == PriceStrategy.BEST && Strategies.compareUnitPrices(winner, loser) < 0) {
      return "the winner is cheaper";
    }
    if (strategy == PriceStrategy.MERGE && Strategies.PRECEDENCE.compare(loser, winner) < 0) {
      return won.id() + " gives the merged break that is reached";
    }
    if (won.level() != lost.level()) {
      return won.level() + " goes before " + lost.level();
    }
    if (won.rank() != lost.rank()) {
      return won.party().isPresent()
          ? "the contract of " + won.party().get() + " is nearer"
          : won.id() + " is asked before " + lost.id();
    }
    if (won.depth() != lost.depth()) {
      return "a written price goes before one that a formula makes of another list's";
    }
    if (won.priority() != lost.priority()) {
      return won.id()
          + " has priority "
          + won.priority()
          + ", "
          + lost.id()
          + " has "
          + lost.priority();
    }
    if (won.isDated() != lost.isDated()) {
      return "a dated price goes before one without dates";
    }
    if (Measures.compare(
            winner.reached().minimum(), won.unit(), loser.reached().minimum(), lost.unit())
        != 0) {
      return "the larger minimum goes first";
    }
    return won.validFromDay() != lost.validFromDay()
        ? "the later start goes first"
        : "all else equal, the smaller key goes first";
  }

  // ---------------------------------------------------------------- the waterfall

  private List<Step> waterfall(Promoting.Lowered lowered) {
    List<Step> steps = new ArrayList<>();
    add(steps, winner);
    for (Promoting.Applied applied : lowered.applied()) {
      step(
          steps,
          StepKind.PROMOTION,
          applied.promotion().promotion(),
          winner.entry(),
          winner.entry().currency(),
          applied.amount(),
          applied.promotion().description().isEmpty()
              ? "promotion " + applied.promotion().promotion()
              : applied.promotion().description());
    }
    return steps;
  }

  /** The steps that lead to an entry's amount. */
  private void add(List<Step> steps, Offer offer) {
    Entry entry = offer.entry();
    switch (entry.source()) {
      case Entry.Source.Written _ -> written(steps, offer);
      case Entry.Source.Derived derived -> {
        Offer base = baseOf(derived.from(), offer);
        add(steps, base);
        Formula formula = derived.list().formula();
        long before = base.reached().amount();
        for (Formulas.Step each : Formulas.steps(before, formula, derived.factors())) {
          String reason =
              each.kind() == StepKind.MARGIN
                  ? margin(before, each.amount(), derived.factors())
                  : reason(each.kind(), formula);
          step(steps, each.kind(), entry.id(), entry, entry.currency(), each.amount(), reason);
          before = each.amount();
        }
      }
      case Entry.Source.Converted converted -> {
        add(steps, baseOf(converted.from(), offer));
        step(
            steps,
            StepKind.CONVERSION,
            converted.rate().from(),
            entry,
            entry.currency(),
            offer.reached().amount(),
            "converted from " + converted.rate().from() + " at the rate of the day");
      }
      case Entry.Source.Discounted discounted -> {
        add(steps, discounted.from().winner());
        step(
            steps,
            StepKind.CONTRACT,
            entry.id(),
            entry,
            entry.currency(),
            offer.reached().amount(),
            FixedPoint.format(discounted.percent()) + " % off by contract " + entry.id());
      }
    }
  }

  private void written(List<Step> steps, Offer offer) {
    Entry entry = offer.entry();
    if (entry.isContract()) {
      Choice lists = resolution.withoutContract();
      if (lists != null) {
        add(steps, lists.winner());
      }
      step(
          steps,
          StepKind.CONTRACT,
          entry.id(),
          entry,
          entry.currency(),
          offer.reached().amount(),
          "agreed with " + entry.party().orElseThrow() + ", from " + from(offer));
      return;
    }
    PriceBreak first = entry.breaks().getFirst();
    step(
        steps,
        StepKind.LIST,
        entry.id(),
        entry,
        entry.currency(),
        first.amount(),
        "price list " + entry.id());
    if (first.minimum() != offer.reached().minimum()) {
      step(
          steps,
          StepKind.BREAK,
          entry.id(),
          entry,
          entry.currency(),
          offer.reached().amount(),
          "from " + from(offer));
    }
  }

  /** The same break of the entry that this one is made of. */
  private static Offer baseOf(Entry base, Offer offer) {
    PriceBreak same =
        base.breaks().stream()
            .filter(b -> b.minimum() == offer.reached().minimum())
            .findFirst()
            .orElseThrow();
    return new Offer(base, same);
  }

  private static String from(Offer offer) {
    return FixedPoint.format(offer.reached().minimum()) + " " + offer.entry().unit().uom() + " on";
  }

  private static String reason(StepKind kind, Formula formula) {
    return switch (kind) {
      case CONVERSION -> "at the rate of the day";
      case DISCOUNT ->
          formula.discountPercent() > 0
              ? FixedPoint.format(formula.discountPercent()) + " % less"
              : FixedPoint.format(-formula.discountPercent()) + " % more";
      case ROUNDING -> "rounded to a multiple of " + FixedPoint.format(formula.roundTo());
      case SURCHARGE -> "surcharge " + FixedPoint.format(formula.surcharge());
      case LIST, BREAK, MARGIN, CONTRACT, PROMOTION ->
          throw new IllegalArgumentException("not a step of a formula: " + kind);
    };
  }

  private static String margin(long before, long after, Formulas.Factors factors) {
    if (factors.floor().isEmpty() && factors.ceiling().isEmpty()) {
      return "no cost is known: the margin is not checked";
    }
    if (after == before) {
      return "within the margins of the list";
    }
    return after > before
        ? "raised to the list's smallest margin"
        : "lowered to the list's largest margin";
  }

  private void step(
      List<Step> steps,
      StepKind kind,
      String id,
      Entry per,
      String currency,
      long amount,
      String reason) {
    steps.add(
        new Step(
            kind,
            id,
            currency,
            resolution.perAsked(amount, per, winner.entry().priceUnit()),
            reason));
  }
}
