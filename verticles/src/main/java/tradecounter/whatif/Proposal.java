package tradecounter.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Problem;

/** Reads proposed events as a feed's are read, and tells of all that are refused at once. */
final class Proposal {
  private static final EventDecoder NOBODYS = new EventDecoder("what-if", false);

  private Proposal() {}

  /**
   * What the events say, in their order; leaves with a 422 that lists what is refused.
   *
   * @param feed whose rules they are held against; empty for nobody's
   * @param reportedErrors so many are listed
   */
  static List<Change> read(String feed, List<byte[]> events, FeedDoor door, int reportedErrors) {
    Function<byte[], Decoded> judge =
        feed.isEmpty() ? NOBODYS::decode : bytes -> door.examine(feed, bytes);
    List<Change> changes = new ArrayList<>(events.size());
    List<Problem.Entry> refused = new ArrayList<>();
    int count = 0;
    for (int index = 0; index < events.size(); index++) {
      switch (judge.apply(events.get(index))) {
        case Decoded.Event event when ProposedPrices.takes(event.change().objectKind()) ->
            changes.add(event.change());
        case Decoded.Event event -> {
          count++;
          refuse(refused, reportedErrors, index, "/type", "not-a-price", notAPrice(event.change()));
        }
        case Decoded.Refused no -> {
          count++;
          refuse(refused, reportedErrors, index, no.pointer(), no.code(), no.detail());
        }
      }
    }
    if (count > 0) {
      throw new Problem(
              422,
              "events-refused",
              count
                  + " of "
                  + events.size()
                  + " events would be refused"
                  + (count > refused.size() ? "; the first " + refused.size() + " are listed" : ""),
              refused)
          .asException();
    }
    return changes;
  }

  private static void refuse(
      List<Problem.Entry> refused,
      int reportedErrors,
      int index,
      String pointer,
      String code,
      String detail) {
    if (refused.size() < reportedErrors) {
      refused.add(new Problem.Entry("/events/" + index + pointer, code, detail));
    }
  }

  private static String notAPrice(Change change) {
    return "a proposal may change "
        + String.join(
            ", ",
            Stream.of(ObjectKind.values())
                .filter(ProposedPrices::takes)
                .map(ObjectKind::wireName)
                .toList())
        + ", not "
        + change.objectKind().wireName();
  }
}
