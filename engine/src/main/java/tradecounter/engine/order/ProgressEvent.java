package tradecounter.engine.order;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.List;
import java.util.Map;
import tradecounter.engine.canonical.SupplierOutcome;

/**
 * What can happen to an accepted order. Quantities are in millionths of the base unit, by line, and
 * say how much it is by now, not how much more; without any, all of it is meant.
 *
 * <p>A {@code document} narrows an event to what is asked for with it, where it asks for any of the
 * line; the name of the order itself does the same for the ERP's document, which has that name.
 */
public sealed interface ProgressEvent {

  /**
   * The target has taken the document. With the ERP that is its acknowledgement; a supplier
   * acknowledges by an answer of its own.
   */
  record Forwarded(String document, String targetOrder, Map<String, Long> lines)
      implements ProgressEvent {
    public Forwarded {
      lines = positive(lines);
    }
  }

  /** The target will not serve: a definite answer, not a time-out. */
  record Refused(String document, String code, String reason, Map<String, Long> lines)
      implements ProgressEvent {
    public Refused {
      lines = positive(lines);
    }
  }

  /** So much has come so far; only of {@link OrderFigure#isStep steps}. */
  record Status(String document, OrderFigure step, Map<String, Long> lines)
      implements ProgressEvent {
    public Status {
      require(step.isStep(), step + " is no step");
      lines = positive(lines);
    }
  }

  /** Its source gave up so much. */
  record Cancelled(String document, String reason, Map<String, Long> lines)
      implements ProgressEvent {
    public Cancelled {
      lines = positive(lines);
    }
  }

  /** Goods have left, or have come further. Without lines it says nothing of quantities. */
  record Shipped(Shipment shipment) implements ProgressEvent {}

  /** A supplier answers to a purchase order. */
  record SupplierAcknowledged(String document, String supplier, List<Answer> answers)
      implements ProgressEvent {
    public SupplierAcknowledged {
      answers = List.copyOf(answers);
      require(!answers.isEmpty(), "lines: none is answered");
    }

    /**
     * To one line.
     *
     * @param item empty if the line has but one
     * @param quantity millionths; {@link #ALL} if it did not say
     * @param expectedOnDay {@link tradecounter.engine.canonical.Day#OPEN_END} if it did not say
     */
    public record Answer(
        String line,
        String item,
        long quantity,
        SupplierOutcome outcome,
        int expectedOnDay,
        String reason) {
      public Answer {
        require(quantity >= ALL, line + ": quantity must not be negative");
      }
    }
  }

  /** A target has said nothing for longer than it may. */
  record Silent(String document) implements ProgressEvent {}

  /**
   * A supplier is waited for no longer: what it has not answered counts as refused, and another
   * source is asked for it.
   */
  record GivenUp(String document) implements ProgressEvent {}

  /** The customer does not want it any more. */
  record CancelRequested() implements ProgressEvent {}

  /** A person has what a supplier refused asked of another source. */
  record RerouteDecided(String document) implements ProgressEvent {}

  /**
   * Another source was asked for so much more of what a supplier refused, from nothing on. What
   * nobody was asked for waits for a person.
   */
  record Rerouted(String document, String line, String item, long quantity)
      implements ProgressEvent {
    public Rerouted {
      require(quantity >= 0, line + ": the quantity must not be negative");
    }
  }

  /** All of it. */
  long ALL = -1;

  private static Map<String, Long> positive(Map<String, Long> lines) {
    lines.forEach(
        (line, quantity) -> require(quantity > 0, line + ": the quantity must be above zero"));
    return Map.copyOf(lines);
  }
}
