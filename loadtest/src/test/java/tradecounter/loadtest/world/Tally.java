package tradecounter.loadtest.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a world consists of, found in one pass in which every event's shape is checked.
 *
 * @param counts events by feed and object, for example {@code "wms position.set"}
 * @param wanted the data of those events that were asked for, by id
 * @param repeated ids that came more than once
 * @param digest of all bytes
 */
public record Tally(
    Map<String, Integer> counts,
    Map<String, JsonNode> wanted,
    Set<String> repeated,
    String digest) {

  public static Tally of(World world, Set<String> wantedIds) {
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, JsonNode> wanted = new HashMap<>();
    Set<String> ids = new HashSet<>();
    Set<String> repeated = new HashSet<>();
    MessageDigest digest = sha256();
    try (Stream<FeedEvent> events = world.events()) {
      events.forEach(
          event -> {
            JsonNode json = EventShapes.checked(event);
            String id = json.get("id").asText();
            counts.merge(event.feed() + " " + EventShapes.object(json), 1, Integer::sum);
            if (!ids.add(event.feed() + " " + id)) {
              repeated.add(event.feed() + " " + id);
            }
            if (wantedIds.contains(id)) {
              wanted.put(id, json.get("data"));
            }
            digest.update(event.json());
          });
    }
    return new Tally(counts, wanted, repeated, HexFormat.of().formatHex(digest.digest()));
  }

  /** Of all bytes of a world, without looking at them. */
  public static String digestOf(World world) {
    MessageDigest digest = sha256();
    try (Stream<FeedEvent> events = world.events()) {
      events.forEach(event -> digest.update(event.json()));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The data of an event that was asked for. */
  public JsonNode data(String id) {
    JsonNode data = wanted.get(id);
    if (data == null) {
      throw new AssertionError("no event " + id);
    }
    return data;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
