package tradecounter.engine.forward;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.function.LongUnaryOperator;

/**
 * What a target promises, and how patient we are with it.
 *
 * @param settleMillis so long after the last byte of an attempt the target may still take it, or
 *     its look-up may not show it yet
 * @param firstBackoffMillis the longest wait after the first failure; it doubles with each further
 *     one
 * @param maximumBackoffMillis the longest wait of all
 * @param budgetTries attempts and look-ups in a row before a person has to decide
 * @param budgetMillis how long they may take altogether
 */
public record ForwardPolicy(
    ErpClass erpClass,
    long settleMillis,
    long firstBackoffMillis,
    long maximumBackoffMillis,
    int budgetTries,
    long budgetMillis) {

  /** What a target does with the same order sent twice; its adapter declares it. */
  public enum ErpClass {
    /** The same key or reference gives the same order: it may be sent again at any time. */
    A,
    /** Each request makes an order; a look-up by reference finds it, after the settle window. */
    B,
    /** Neither: only identical bytes under an identical name tell it that it has it already. */
    C
  }

  public ForwardPolicy {
    require(settleMillis >= 0, "the settle window must not be negative");
    require(firstBackoffMillis > 0, "the first back-off must be above zero");
    require(
        maximumBackoffMillis >= firstBackoffMillis,
        "the maximum back-off must not be below the first");
    require(budgetTries > 0, "the budget of tries must be above zero");
    require(budgetMillis > 0, "the budget of time must be above zero");
  }

  /**
   * How long to wait after so many failures: full jitter, that is anything up to the bound (Marc
   * Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
   *
   * @param jitter a number from zero to below its argument
   */
  long backoffMillis(int failures, LongUnaryOperator jitter) {
    long bound = firstBackoffMillis;
    for (int i = 1; i < failures && bound < maximumBackoffMillis; i++) {
      bound = Math.min(maximumBackoffMillis, bound * 2);
    }
    return 1 + jitter.applyAsLong(bound);
  }
}
