package tradecounter.decode;

import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Envelope;

/** What the bytes of one event turned out to be. */
public sealed interface Decoded {
  /** An event that says something. */
  record Event(Envelope envelope, Change change) implements Decoded {}

  /**
   * Not an event that can be taken.
   *
   * @param code stable, for programs
   * @param detail one sentence for the sender: what is wrong and what to do
   * @param pointer JSON pointer into the event, empty for all of it
   * @param id the event's id as far as it could be read, else empty
   */
  record Refused(String code, String detail, String pointer, String id) implements Decoded {}
}
