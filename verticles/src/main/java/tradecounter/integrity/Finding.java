package tradecounter.integrity;

import tradecounter.engine.order.ProgressStep.TroubleType;

/**
 * Something about a feed is not as it should be.
 *
 * @param subject of the exception; with its type it says which it is
 */
record Finding(TroubleType type, String subject, String detail) {
  /** What it is told apart by from all others of its feed. */
  String name() {
    return type.name() + " " + subject;
  }

  /** The one of that {@link #name}, without detail. */
  static Finding named(String name) {
    int end = name.indexOf(' ');
    return new Finding(TroubleType.valueOf(name.substring(0, end)), name.substring(end + 1), "");
  }
}
