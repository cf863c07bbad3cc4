package tradecounter.format;

/** A delivery that cannot be read on: truncated, not of its format, or beyond a limit. */
public final class UnreadableException extends Exception {
  private final String code;
  private final String detail;
  private final String place;

  /**
   * @param code stable, for programs: {@code xml-invalid}
   * @param detail one sentence for the source: what is wrong and what to do
   * @param place where, as in {@link SourceRecord#place}
   */
  public UnreadableException(String code, String detail, String place) {
    super(code + " at " + place + ": " + detail, null, false, false);
    this.code = code;
    this.detail = detail;
    this.place = place;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  public String place() {
    return place;
  }
}
