package tradecounter.source;

import java.time.Duration;

/** A source does not give what it should. It is asked again later. */
final class AskFailedException extends Exception {
  private final String detail;
  private final Duration notBefore;

  /**
   * @param detail one sentence for the owner of the feed
   */
  AskFailedException(String detail) {
    this(detail, Duration.ZERO);
  }

  /**
   * @param notBefore it wants to be left alone for so long
   */
  AskFailedException(String detail, Duration notBefore) {
    super(detail, null, false, false);
    this.detail = detail;
    this.notBefore = notBefore;
  }

  String detail() {
    return detail;
  }

  Duration notBefore() {
    return notBefore;
  }
}
