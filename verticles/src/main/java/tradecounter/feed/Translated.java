package tradecounter.feed;

import java.util.List;
import tradecounter.decode.Decoded;

/** What a feed's file makes of one record. */
public sealed interface Translated {
  /** Canonical events as JSON; none if the record says nothing that concerns us. */
  record Events(List<byte[]> each) implements Translated {
    public Events {
      each = List.copyOf(each);
    }
  }

  /** It cannot be understood. */
  record Refused(Decoded.Refused refusal) implements Translated {}
}
