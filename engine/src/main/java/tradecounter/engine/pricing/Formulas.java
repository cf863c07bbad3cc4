package tradecounter.engine.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.engine.pricing.PriceAnswer.StepKind;

/**
 * Computes what a list's formula makes of an amount: conversion, discount, rounding, surcharge,
 * margin, in this order; each step rounds half up to six decimals, margins away from their bound.
 */
final class Formulas {
  private static final long HUNDRED = FixedPoint.of(100);

  private Formulas() {}

  /**
   * What a formula needs to know of one item, unit and day.
   *
   * @param rate from the base's currency; {@code null} if both are the same
   * @param floor the amount that keeps the minimum margin; empty without one, or without a cost
   * @param ceiling the amount that keeps the maximum margin
   */
  record Factors(@Nullable ExchangeRate rate, OptionalLong floor, OptionalLong ceiling) {}

  /** One step of the formula and the amount after it. */
  record Step(StepKind kind, long amount) {}

  static Factors factors(
      Formula formula,
      @Nullable ExchangeRate rate,
      OptionalLong costPerBaseUnit,
      UnitOfMeasure unit,
      int priceUnit) {
    if (costPerBaseUnit.isEmpty()) {
      return new Factors(rate, OptionalLong.empty(), OptionalLong.empty());
    }
    long cost = costPerBaseUnit.getAsLong();
    long minimum = formula.minimumMarginPercent();
    long maximum = formula.maximumMarginPercent();
    return new Factors(
        rate,
        minimum == Formula.NO_MINIMUM
            ? OptionalLong.empty()
            : OptionalLong.of(
                withMargin(cost, minimum, unit, priceUnit, RoundingMode.UP).longValueExact()),
        maximum == Formula.NO_MAXIMUM
            ? OptionalLong.empty()
            : OptionalLong.of(
                // Above every amount there is, it bounds none.
                withMargin(cost, maximum, unit, priceUnit, RoundingMode.DOWN)
                    .min(BigDecimal.valueOf(Long.MAX_VALUE))
                    .longValueExact()));
  }

  /** cost ÷ (1 − margin), for so many units. */
  private static BigDecimal withMargin(
      long cost, long percent, UnitOfMeasure unit, int priceUnit, RoundingMode rounding) {
    return BigDecimal.valueOf(cost)
        .multiply(BigDecimal.valueOf(unit.numerator()))
        .multiply(BigDecimal.valueOf(priceUnit))
        .multiply(BigDecimal.valueOf(HUNDRED))
        .divide(
            BigDecimal.valueOf(unit.denominator()).multiply(BigDecimal.valueOf(HUNDRED - percent)),
            0,
            rounding);
  }

  /** The amounts of all breaks; empty if one becomes negative. */
  static Optional<List<PriceBreak>> amounts(
      List<PriceBreak> breaks, Formula formula, Factors factors) {
    List<PriceBreak> derived = new ArrayList<>(breaks.size());
    for (PriceBreak each : breaks) {
      long amount = amount(each.amount(), formula, factors);
      if (amount < 0) {
        return Optional.empty();
      }
      derived.add(new PriceBreak(each.minimum(), amount));
    }
    return Optional.of(derived);
  }

  private static long amount(long base, Formula formula, Factors factors) {
    List<Step> steps = steps(base, formula, factors);
    return steps.isEmpty() ? base : steps.getLast().amount();
  }

  /** Only the steps that the formula has. */
  static List<Step> steps(long base, Formula formula, Factors factors) {
    List<Step> steps = new ArrayList<>(4);
    long amount = base;
    if (factors.rate() != null) {
      amount = Costs.converted(amount, factors.rate());
      steps.add(new Step(StepKind.CONVERSION, amount));
    }
    if (formula.discountPercent() != 0) {
      amount = less(amount, formula.discountPercent());
      steps.add(new Step(StepKind.DISCOUNT, amount));
    }
    if (formula.roundTo() > 0) {
      amount =
          Math.multiplyExact(
              FixedPoint.multiplyDivide(amount, 1, formula.roundTo(), RoundingMode.HALF_UP),
              formula.roundTo());
      steps.add(new Step(StepKind.ROUNDING, amount));
    }
    if (formula.surcharge() != 0) {
      amount = Math.addExact(amount, formula.surcharge());
      steps.add(new Step(StepKind.SURCHARGE, amount));
    }
    if (formula.clampsMargin()) {
      if (factors.ceiling().isPresent()) {
        amount = Math.min(amount, factors.ceiling().getAsLong());
      }
      if (factors.floor().isPresent()) {
        amount = Math.max(amount, factors.floor().getAsLong());
      }
      steps.add(new Step(StepKind.MARGIN, amount));
    }
    return steps;
  }

  /** The amount less so many millionths of a percent, rounded half up to six decimals. */
  static long less(long amount, long percent) {
    return FixedPoint.multiplyDivide(amount, HUNDRED - percent, HUNDRED, RoundingMode.HALF_UP);
  }
}
