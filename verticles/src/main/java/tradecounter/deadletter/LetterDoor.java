package tradecounter.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.decode.Decoded;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Origin;
import tradecounter.feed.DeadLetter;
import tradecounter.feed.Delivered;
import tradecounter.feed.FeedDoor;
import tradecounter.feed.FeedDoor.Admitted;
import tradecounter.feed.FeedDoor.Examined;
import tradecounter.format.Format;
import tradecounter.format.SourceRecord;
import tradecounter.json.JsonTree;
import tradecounter.store.KeptLetter;
import tradecounter.store.KeptLetter.Judge;

/**
 * Has dead letters judged by the path they came on, with what was known of them then: a canonical
 * event at the door, a record by today's file of its feed. So their events have the ids and times
 * that they would have had, and what has come since is newer. Any thread; a mapping may take its
 * time.
 */
final class LetterDoor {
  private static final Logger LOG = LoggerFactory.getLogger(LetterDoor.class);
  private static final int LONGEST_ID = 128;

  private final FeedDoor door;
  private final Format.Limits limits;

  LetterDoor(FeedDoor door, Format.Limits limits) {
    this.door = door;
    this.limits = limits;
  }

  /** What becomes of it at the door now. */
  Admitted admit(KeptLetter kept) {
    String feed = kept.letter().feed();
    try {
      if (door.configuration(feed).isEmpty()) {
        return new Admitted.Turned(unknown(feed));
      }
      return isCanonical(kept)
          ? switch (door.judge(feed, event(kept), Origin.NONE)) {
            case FeedDoor.Judged.Passed passed -> new Admitted.Passed(List.of(passed.record()));
            case FeedDoor.Judged.Turned turned -> new Admitted.Turned(turned.refusal());
          }
          : door.admit(feed, record(kept), delivered(kept), _ -> Origin.NONE);
    } catch (RuntimeException e) {
      return new Admitted.Turned(failed(kept, e));
    }
  }

  /** What would become of it at the door now: nothing changes, nothing is counted. */
  Examined examine(KeptLetter kept) {
    String feed = kept.letter().feed();
    try {
      if (door.configuration(feed).isEmpty()) {
        return new Examined.Turned(unknown(feed));
      }
      if (!isCanonical(kept)) {
        return door.examine(feed, record(kept), delivered(kept));
      }
      byte[] event = event(kept);
      return switch (door.examine(feed, event)) {
        case Decoded.Event meant -> new Examined.Passed(List.of(event), List.of(meant));
        case Decoded.Refused refusal -> new Examined.Turned(refusal);
      };
    } catch (RuntimeException e) {
      return new Examined.Turned(failed(kept, e));
    }
  }

  /** Which version of its feed's file is in use; empty if there is none. */
  String version(KeptLetter kept) {
    return door.configuration(kept.letter().feed()).map(FeedConfiguration::version).orElse("");
  }

  private static Decoded.Refused unknown(String feed) {
    return new Decoded.Refused("feed-unknown", "there is no feed '" + feed + "' any more", "", "");
  }

  /** One that nobody can work on must not be in the way of the others. */
  private static Decoded.Refused failed(KeptLetter kept, RuntimeException failure) {
    LOG.error("dead letter {} cannot be worked on", kept.id(), failure);
    return new Decoded.Refused("internal-error", failure.toString(), "", kept.letter().eventId());
  }

  static boolean isCanonical(KeptLetter kept) {
    return kept.letter().source().equals(DeadLetter.Source.CANONICAL);
  }

  /**
   * What the log does not have goes as it is. What was refused beside other contracts is in the
   * log, which would know it again by its id and do nothing: it gets one of its own, always the
   * same.
   */
  private static byte[] event(KeptLetter kept) {
    if (kept.judge() != Judge.CONTRACTS) {
      return kept.bytes();
    }
    Optional<Object> read = JsonTree.read(new String(kept.bytes(), StandardCharsets.UTF_8));
    if (read.isEmpty()
        || !(read.get() instanceof Map<?, ?> fields)
        || !(fields.get("id") instanceof String id)) {
      return kept.bytes();
    }
    String again = id + "/dead-letter/" + kept.id();
    Map<Object, Object> renamed = new LinkedHashMap<>(fields);
    renamed.put(
        "id",
        again.length() <= LONGEST_ID ? again : Long.toHexString(Envelope.hashOf("again", again)));
    return JsonTree.write(renamed).getBytes();
  }

  private SourceRecord record(KeptLetter kept) {
    DeadLetter.Source source = kept.letter().source();
    SourceRecord read =
        door.configuration(kept.letter().feed())
            .orElseThrow()
            .format()
            .one(kept.bytes(), source.header(), limits);
    return new SourceRecord(
        source.number(), placeInDelivery(kept), kept.bytes(), source.header(), read.content());
  }

  /** As mappings saw it: a letter's place has that of the delivery before it. */
  private static String placeInDelivery(KeptLetter kept) {
    String place = kept.letter().place();
    int end = place.indexOf(", ");
    return end < 0 ? place : place.substring(end + 2);
  }

  /** What said no time said it when it came, not now. */
  private static Delivered delivered(KeptLetter kept) {
    Delivered then = kept.letter().source().delivered();
    return new Delivered(
        then.id(), then.again(), then.name(), Optional.of(then.time().orElse(kept.receivedAt())));
  }
}
