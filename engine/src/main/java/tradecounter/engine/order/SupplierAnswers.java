package tradecounter.engine.order;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.SupplierOutcome;
import tradecounter.engine.order.ProgressEvent.SupplierAcknowledged;
import tradecounter.engine.order.ProgressEvent.SupplierAcknowledged.Answer;
import tradecounter.engine.order.ProgressStep.News;
import tradecounter.engine.order.ProgressStep.TroubleType;

/**
 * What a supplier's answers to a purchase order state. Its quantities are of the item that it was
 * asked for, which may be a component of the bundle that the line orders.
 */
final class SupplierAnswers {
  private final Statements statements;
  private final OrderProgress order;

  SupplierAnswers(Statements statements, OrderProgress order) {
    this.statements = statements;
    this.order = order;
  }

  Statements take(SupplierAcknowledged event) {
    event.answers().forEach(answer -> take(event, answer));
    statements.tell(OrderFigure.ACKNOWLEDGED, event.document());
    statements.tell(OrderFigure.REFUSED, event.document());
    return statements;
  }

  private void take(SupplierAcknowledged event, Answer answer) {
    List<Integer> shares =
        statements.indices(event.document(), answer.line()).stream()
            .filter(
                i -> answer.item().isEmpty() || statements.share(i).item().equals(answer.item()))
            .toList();
    if (shares.isEmpty()) {
      statements.trouble(
          TroubleType.CONTRADICTION,
          event.document() + "/" + answer.line(),
          event.supplier() + " answers for " + answer.item() + ", which it was not asked for");
      return;
    }
    long asked = shares.stream().mapToLong(i -> statements.share(i).quantity()).sum();
    OrderFigure figure =
        answer.outcome() == SupplierOutcome.REJECTED
            ? OrderFigure.REFUSED
            : OrderFigure.ACKNOWLEDGED;
    long quantity =
        answer.quantity() == ProgressEvent.ALL
            ? shares.stream().mapToLong(i -> statements.share(i).limit(figure)).sum()
            : answer.quantity();
    String why = event.supplier() + ": " + answer.outcome() + " " + answer.reason();
    long over =
        switch (answer.outcome()) {
          case ACCEPTED, RESCHEDULED, REJECTED -> statements.fill(shares, figure, quantity, why);
          case PARTIAL -> {
            statements.fill(shares, OrderFigure.REFUSED, Math.max(0, asked - quantity), why);
            yield statements.fill(shares, figure, quantity, why);
          }
        };
    if (over > 0) {
      statements.trouble(
          TroubleType.CONTRADICTION,
          event.document() + "/" + answer.line(),
          why + ": more than it was asked for and has not refused or shipped");
    }
    if (answer.outcome() != SupplierOutcome.REJECTED) {
      expected(event, answer, shares);
    }
  }

  private void expected(SupplierAcknowledged event, Answer answer, List<Integer> shares) {
    boolean moved = answer.outcome() == SupplierOutcome.RESCHEDULED;
    int day = answer.expectedOnDay();
    if (shares.stream().allMatch(i -> statements.share(i).expectedOnDay() == day)
        && !(moved && day == Day.OPEN_END)) {
      return;
    }
    if (day != Day.OPEN_END) {
      shares.forEach(i -> statements.expectedOn(i, day));
    }
    int promised = order.line(answer.line()).promisedDay();
    if (day > promised && (moved || day != Day.OPEN_END)) {
      statements.trouble(
          TroubleType.SUPPLIER_LATE,
          event.document() + "/" + answer.line(),
          "promised for "
              + LocalDate.ofEpochDay(promised)
              + ", "
              + (day == Day.OPEN_END
                  ? "no day is known"
                  : "expected on " + LocalDate.ofEpochDay(day)));
    }
    if (moved) {
      statements.announce(News.RESCHEDULED, event.document(), Map.of());
    }
  }
}
