package tradecounter.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Takes a body apart: one event is a JSON object, a batch is a JSON array of events. */
public final class EventSplitter {
  private EventSplitter() {}

  /** What a body turned out to be. */
  public sealed interface Split {
    /** The bytes of each event, in order. */
    record Events(List<byte[]> each) implements Split {}

    /** Not JSON, or neither object nor array. */
    record Unreadable(String detail) implements Split {}
  }

  /** Splits the body; nothing of it is taken if any of it is not JSON. */
  public static Split split(byte[] body) {
    try (JsonCursor in = new JsonCursor(body, 0, body.length, true)) {
      in.start();
      List<byte[]> events = new ArrayList<>();
      if (in.isArray()) {
        in.array(
            Integer.MAX_VALUE,
            () -> {
              int from = in.offset();
              return events.add(Arrays.copyOfRange(body, from, in.skip()));
            });
      } else if (in.isObject()) {
        in.skip();
        events.add(body);
      } else {
        return new Split.Unreadable("the body is neither an event nor an array of events");
      }
      in.end();
      return new Split.Events(events);
    } catch (JsonProcessingException e) {
      return new Split.Unreadable("the body is not valid JSON: " + JsonCursor.reason(e));
    } catch (RefusalException e) {
      return new Split.Unreadable(e.detail());
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }
}
