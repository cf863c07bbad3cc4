package tradecounter.format;

import java.io.IOException;

/** Packed bytes that cannot be unpacked, or would become too many. */
public final class PackedException extends IOException {
  private final String code;
  private final String detail;

  PackedException(String code, String detail) {
    super(code + ": " + detail);
    this.code = code;
    this.detail = detail;
  }

  /** Stable, for programs: {@code gzip-truncated}. */
  public String code() {
    return code;
  }

  /** One sentence for the source: what is wrong and what to do. */
  public String detail() {
    return detail;
  }
}
