package tradecounter.edi;

/** What becomes a record of its own. */
public enum RecordUnit {
  /** A transaction set or message. */
  TRANSACTION,
  /**
   * An instance of the loop that is a line, with what stands before the first one and above it.
   * What follows the lines (totals) is in none. A transaction without lines is one record.
   */
  LINE
}
