package tradecounter.embedded.erp;

import java.util.Optional;

/**
 * What goes wrong, and with which requests.
 *
 * <pre>
 *   Fault.of(TIME_OUT_AFTER_COMMIT).next(1)
 *   Fault.of(DROP_BEFORE_COMMIT).on(CANCEL).with("O-7")
 *   Fault.of(STALE).millis(2_000).percent(30, seed)
 * </pre>
 *
 * @param face empty for both
 * @param externalReference only requests about this one; empty for all
 * @param times which of the requests that fit
 * @param millis what the kind says; 0 if it says nothing
 * @param code the reason of a refusal
 */
public record Fault(
    FaultKind kind,
    Operation operation,
    Optional<Face> face,
    Optional<String> externalReference,
    Times times,
    long millis,
    String code) {

  /** Which of the requests that fit a fault. */
  public sealed interface Times {
    /** Each of them, until the faults are replaced. */
    record Always() implements Times {}

    /** One: the first is 1. */
    record Nth(long n) implements Times {
      public Nth {
        require(n >= 1, "nth starts with 1");
      }
    }

    /** The next so many that no fault before this one in the list takes. */
    record Next(long n) implements Times {
      public Next {
        require(n >= 1, "next is at least 1");
      }
    }

    /** So many of a hundred, drawn in the order of their arrival. */
    record Percent(int percent, long seed) implements Times {
      public Percent {
        require(percent >= 0 && percent <= 100, "percent is from 0 to 100");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the kind says nothing about the operation
   */
  public Fault {
    require(kind.fits(operation), kind + " says nothing about " + operation);
    require(millis >= 0, "millis must not be negative");
  }

  /** With every create, or every look-up for what only look-ups have. */
  public static Fault of(FaultKind kind) {
    return new Fault(
        kind,
        kind.usualOperation(),
        Optional.empty(),
        Optional.empty(),
        new Times.Always(),
        kind.usualMillis(),
        "REJECTED");
  }

  public Fault on(Operation other) {
    return new Fault(kind, other, face, externalReference, times, millis, code);
  }

  public Fault at(Face one) {
    return new Fault(kind, operation, Optional.of(one), externalReference, times, millis, code);
  }

  public Fault with(String reference) {
    return new Fault(kind, operation, face, Optional.of(reference), times, millis, code);
  }

  public Fault nth(long n) {
    return times(new Times.Nth(n));
  }

  public Fault next(long n) {
    return times(new Times.Next(n));
  }

  public Fault percent(int percent, long seed) {
    return times(new Times.Percent(percent, seed));
  }

  public Fault millis(long other) {
    return new Fault(kind, operation, face, externalReference, times, other, code);
  }

  public Fault code(String other) {
    return new Fault(kind, operation, face, externalReference, times, millis, other);
  }

  private Fault times(Times other) {
    return new Fault(kind, operation, face, externalReference, other, millis, code);
  }

  boolean fits(Task task) {
    return operation == task.operation()
        && face.map(task.face()::equals).orElse(true)
        && externalReference.map(task.externalReference()::equals).orElse(true);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
