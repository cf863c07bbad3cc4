package tradecounter.store;

import java.time.Instant;
import java.util.Optional;
import tradecounter.feed.DeadLetter;

/**
 * A dead letter as it is kept, with what people and replays have made of it.
 *
 * @param id grows with arrival
 * @param letter as it came; its code, detail and pointer are those of the last refusal
 * @param version counts what was changed
 * @param first why it came here, if it was refused again since
 * @param replays how often it was replayed to an end
 * @param unsettled whether a replay has begun whose end nobody has written down
 */
public record KeptLetter(
    long id,
    Instant receivedAt,
    Judge judge,
    DeadLetter letter,
    State state,
    long version,
    Optional<Edit> edit,
    Optional<Refusal> first,
    int replays,
    boolean unsettled,
    Optional<Ending> ending) {

  /** Who has refused it. */
  public enum Judge {
    /** The door: it is in no log. */
    DOOR,
    /** Where contracts are kept, beside others: it is in the log. */
    CONTRACTS,
    /** Where orders are kept: it is in the log. */
    ORDERS;

    static Judge of(String topic) {
      return topic.equals(DeadLetterStore.OF_THE_DOOR)
          ? DOOR
          : topic.equals(DeadLetterStore.OF_ORDERS) ? ORDERS : CONTRACTS;
    }
  }

  /** Whether it waits for anybody. */
  public enum State {
    OPEN,
    REPLAYED,
    DISMISSED
  }

  /** What a person has made of its bytes. */
  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  public record Edit(byte[] raw, Instant at, String by) {}

  /** A reason. */
  public record Refusal(String code, String detail, String pointer) {}

  /**
   * How it ended.
   *
   * @param outcome what a replay came to; empty if it was dismissed
   * @param resolution in words
   */
  public record Ending(Instant at, String by, String outcome, String resolution) {}

  /** Its bytes as they are replayed: mended, if somebody has mended them. */
  public byte[] bytes() {
    return edit.map(Edit::raw).orElse(letter.raw());
  }

  /** The letter with these bytes. */
  public DeadLetter current() {
    return new DeadLetter(
        letter.feed(),
        bytes(),
        letter.place(),
        letter.code(),
        letter.detail(),
        letter.pointer(),
        letter.eventId(),
        letter.source());
  }
}
