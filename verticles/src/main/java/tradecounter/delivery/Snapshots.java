package tradecounter.delivery;

import java.util.Optional;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.FeedConfiguration.Quarantine;
import tradecounter.engine.snapshot.SnapshotDifference;
import tradecounter.format.NamePattern;
import tradecounter.json.JsonText;

/** Which deliveries tell everything, and what is said against one. Stateless. */
final class Snapshots {
  private Snapshots() {}

  /** Whether a delivery of this name tells everything there is. */
  static boolean isSnapshot(FeedConfiguration feed, String name) {
    return !feed.sweptKinds().isEmpty() && NamePattern.matches(feed.snapshot().deliveries(), name);
  }

  /** Why a person should look at it first; empty if nobody need. */
  static String objection(SnapshotDifference difference, Quarantine allowed) {
    if (difference.known() < allowed.fewest()) {
      return "";
    }
    String said =
        difference.exceeds(difference.vanishing(), allowed.vanishPercent().millionths())
            ? difference.vanishing() + " would vanish"
            : difference.exceeds(
                    difference.vanishing() + difference.zeroing(),
                    allowed.zeroPercent().millionths())
                ? difference.vanishing()
                    + " would vanish and "
                    + difference.zeroing()
                    + " become zero"
                : difference.exceeds(difference.changing(), allowed.changePercent().millionths())
                    ? difference.changing() + " would change"
                    : "";
    return said.isEmpty()
        ? ""
        : "of " + difference.known() + " objects that the feed has told, " + said;
  }

  /** For a person to look at, as JSON; empty if there is none. */
  static String text(Optional<SnapshotDifference> difference) {
    return difference.map(Snapshots::text).orElse("");
  }

  private static String text(SnapshotDifference difference) {
    return JsonText.of(
            json -> {
              json.writeStartObject();
              json.writeNumberField("known", difference.known());
              json.writeNumberField("vanishing", difference.vanishing());
              json.writeNumberField("zeroing", difference.zeroing());
              json.writeNumberField("changing", difference.changing());
              json.writeArrayFieldStart("changes");
              for (SnapshotDifference.Shown shown : difference.shown()) {
                json.writeStartObject();
                json.writeStringField("object", shown.what());
                json.writeStringField("key", shown.key());
                json.writeStringField("was", shown.was());
                if (!shown.becomes().isEmpty()) {
                  json.writeStringField("becomes", shown.becomes());
                }
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            })
        .toString();
  }
}
