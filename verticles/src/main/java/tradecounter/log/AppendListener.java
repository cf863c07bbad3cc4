package tradecounter.log;

import tradecounter.engine.canonical.Verdict;

/** Hears what becomes of one appended record, on threads of the log: must not block. */
public interface AppendListener {
  /** The log has it, durably. */
  void appended();

  /** This node's read model has taken it up: the next answer shows it. May come before appended. */
  void applied(Verdict verdict);

  /** The log may not have it. Sending it again is safe. */
  void failed(String reason);
}
