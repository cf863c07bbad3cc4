package tradecounter.json;

/** Leaves the middle of a document; whoever began to read turns it into a refusal. */
public final class RefusalException extends Exception {
  private final String code;
  private final String pointer;

  public RefusalException(String code, String detail, String pointer) {
    super(detail, null, false, false);
    this.code = code;
    this.pointer = pointer;
  }

  public String code() {
    return code;
  }

  public String pointer() {
    return pointer;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
