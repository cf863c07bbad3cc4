package tradecounter.ledger;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** A command and who waits for it. */
record Pending<T>(Command<T> command, CompletableFuture<T> answer, long since) {
  void decide(Turn turn, Answers answers) throws SQLException {
    Turn.Mark before = turn.mark();
    try {
      T decided = command.decide(turn);
      answers.keep(command, decided);
      answers.add(this, decided);
    } catch (RuntimeException e) {
      turn.backTo(before);
      answers.failed(this, e);
    }
  }

  void fail(RuntimeException failure) {
    answer.completeExceptionally(failure);
  }
}
