package tradecounter.delivery;

import java.time.Instant;
import java.util.Optional;
import tradecounter.feed.Delivered;

/**
 * A file or page of a feed, as it is kept. See the table {@code feed_delivery}.
 *
 * @param delivery its number; those of one feed are applied in this order
 * @param transport how it came: {@code HTTP}, {@code FOLDER}, {@code REST}, {@code JDBC}
 * @param toldAt when its source says that it was true
 * @param hash SHA-256 of its bytes, hexadecimal
 * @param original the one it is a copy of, or its own number
 * @param again whether what comes a second time is recognised: of files, not of pages
 * @param released whether a person said yes to it
 * @param application its number among the feed's as they are applied; 0 before that
 */
public record Delivery(
    long delivery,
    String feed,
    String name,
    String transport,
    State state,
    Instant receivedAt,
    Instant toldAt,
    long bytes,
    String hash,
    long original,
    boolean again,
    boolean released,
    Outcome outcome,
    long application,
    String version,
    Progress progress) {

  /** How far it has come. */
  public enum State {
    /** Its bytes still come. */
    RECEIVING(false),
    /** To be checked and applied. */
    RECEIVED(false),
    /** Checked; being applied. */
    APPLYING(false),
    /** A person decides. */
    QUARANTINED(false),
    APPLIED(true),
    /** By us: it cannot be read, or must not be half applied. */
    REFUSED(true),
    /** By a person. */
    REJECTED(true),
    /** The same was taken before. */
    DUPLICATE(true);

    private final boolean end;

    State(boolean end) {
      this.end = end;
    }

    /** Whether nothing more becomes of it. */
    public boolean isEnd() {
      return end;
    }
  }

  /** Why it is where it is; empty texts if there is nothing to say. */
  public record Outcome(String code, String detail, String place) {
    public static final Outcome NONE = new Outcome("", "", "");
  }

  /**
   * What is durable in the log.
   *
   * @param nextRecord everything before it is
   * @param nextEvent so many of its events are
   * @param refused records that became dead letters
   * @param swept objects that were gone from it
   */
  public record Progress(
      long nextRecord, long nextEvent, long records, long events, long refused, long swept) {
    public static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0);
  }

  /** For those who map its records. */
  public Delivered delivered() {
    return new Delivered(
        "delivery-" + delivery, "delivery-" + original, again, name, Optional.of(toldAt));
  }
}
