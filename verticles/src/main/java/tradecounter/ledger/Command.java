package tradecounter.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Something that changes what is held or ordered: decided under the locks of all it touches,
 * together with others in one transaction. Immutable: it may be decided again from the start if the
 * transaction fails.
 */
public interface Command<T> {
  /** Under which key its answer is kept; empty if it is not. */
  default Optional<RequestKey> key() {
    return Optional.empty();
  }

  /** The accepted orders it moves. */
  default Set<String> orders() {
    return Set.of();
  }

  /** Whose account it looks at, empty for nobody's. */
  String customer();

  /** The holds it changes. */
  Set<String> holds();

  /** The items it may reserve; those of its holds need not be among them. */
  Set<String> items();

  /**
   * Decides, and notes what is to be written in the turn. What it throws fails this command alone,
   * and nothing of it is written.
   */
  T decide(Turn turn) throws SQLException;
}
