package tradecounter.engine.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.SourceKey;

/** The canonical log: one lane for each item at each source, and the news of orders. */
final class FeedLog {
  private final List<Lane> lanes = new ArrayList<>();
  private final List<News> news = new ArrayList<>();

  /** All that is said of one item at one source, in the order of the log. */
  record Lane(SourceKey source, String item, List<Logged> records) {}

  /** One record and what its source meant by it. */
  record Logged(Envelope envelope, Change change, long atMillis, Said said) {}

  /**
   * The truth of a source when it said so.
   *
   * @param everThere what had come in by then
   * @param figure what it tells of it
   * @param taken the lines that it had taken by then, and how much of each it had not given up
   */
  record Said(
      long sequence, long everThere, long figure, Map<String, Long> taken, long watermarkMillis) {
    static final Said NOTHING = new Said(0, 0, 0, Map.of(), Long.MIN_VALUE);

    Said {
      taken = Map.copyOf(taken);
    }
  }

  /** Opens a lane; gives its number. */
  int lane(SourceKey source, String item) {
    lanes.add(new Lane(source, item, new ArrayList<>()));
    return lanes.size() - 1;
  }

  List<Lane> lanes() {
    return lanes;
  }

  void append(int lane, Logged logged) {
    lanes.get(lane).records().add(logged);
  }

  void append(String feed, String erpOrder, Change change, long atMillis) {
    news.add(new News(news.size(), feed, erpOrder, change, atMillis));
  }

  List<News> news() {
    return news;
  }
}
