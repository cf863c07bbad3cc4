package tradecounter.loadtest.world;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The one place that writes events: CloudEvents 1.0 in structured JSON, each on one line. An
 * event's id is made of its type, subject and sequence, so that an event that is pushed again has
 * the same id and sequence and counts as a duplicate. Not thread-safe.
 */
public final class EventWriter {
  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
  private final String origin;
  private final boolean counted;

  /**
   * @param origin the name of the world; each feed's events get the source {@code /origin/feed}
   */
  public EventWriter(String origin) {
    this(origin, true);
  }

  private EventWriter(String origin, boolean counted) {
    this.origin = origin;
    this.counted = counted;
  }

  /** Events without a sequence, which their time orders: for sources that do not count. */
  public static EventWriter timed(String origin) {
    return new EventWriter(origin, false);
  }

  /** The first, and mostly the only, event of a feed on a subject. */
  public FeedEvent write(
      Feed feed, EventType type, String subject, Instant time, Consumer<Fields> data) {
    return write(feed, type, subject, 1, time, data);
  }

  /**
   * An event.
   *
   * @param subject the key of the object that it is about
   * @param sequence counts from 1 for each feed and subject
   * @param time when the source says that it happened
   * @param data writes the fields of the event's {@code data}
   */
  public FeedEvent write(
      Feed feed,
      EventType type,
      String subject,
      long sequence,
      Instant time,
      Consumer<Fields> data) {
    buffer.reset();
    try (JsonGenerator out = json.createGenerator(buffer)) {
      out.writeStartObject();
      new Fields(out)
          .text("specversion", "1.0")
          .text("id", id(type, subject, sequence, time))
          .text("source", "/" + origin + "/" + feed.feedName())
          .text("type", type.typeName())
          .text("subject", subject)
          .text("time", time.toString())
          .textIf(counted, "sequence", Long.toString(sequence))
          .object("data", data);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FeedEvent(feed.feedName(), buffer.toByteArray());
  }

  private String id(EventType type, String subject, long sequence, Instant time) {
    return type.objectName() + ":" + subject + ":" + (counted ? sequence : time.toEpochMilli());
  }
}
