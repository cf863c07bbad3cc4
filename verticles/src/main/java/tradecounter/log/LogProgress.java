package tradecounter.log;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import tradecounter.engine.canonical.ObjectKind.Topic;
import tradecounter.engine.state.LogPosition.Lane;

/**
 * How far the canonical log is applied: of each of its partitions the offset that comes next.
 * Immutable.
 *
 * <p>Written as {@code c12.40-i881.12.0.4-p0.0-f7.2}: a letter for each topic, the offsets of its
 * partitions in their order. The partitions of one log are the same on every node, so a node can
 * read what another one wrote.
 */
public final class LogProgress {
  private static final Topic[] TOPICS = Topic.values();
  private static final Predicate<String> OFFSET = Pattern.compile("[0-9]{1,18}").asMatchPredicate();
  private static final long[] NONE_OF_IT = {};

  /** A client's word: longer than this, it was not one of ours. */
  private static final int MAXIMUM_LENGTH = 65_536;

  /** Of a log that has not been looked at yet. */
  public static final LogProgress NONE = of(List.of(), _ -> 0);

  private final Map<Topic, long[]> offsets;
  private final long[] next;
  private final String text;

  private LogProgress(Map<Topic, long[]> offsets) {
    this.offsets = offsets;
    this.next = offsets.values().stream().flatMapToLong(LongStream::of).toArray();
    this.text =
        offsets.entrySet().stream()
            .map(topic -> letter(topic.getKey()) + written(topic.getValue()))
            .collect(joining("-"));
  }

  private static String written(long[] offsets) {
    return LongStream.of(offsets).mapToObj(Long::toString).collect(joining("."));
  }

  /**
   * Of all partitions of the log.
   *
   * @param next the offset after the last applied record of each
   */
  public static LogProgress of(Collection<Lane> lanes, ToLongFunction<Lane> next) {
    Map<Topic, long[]> offsets = new EnumMap<>(Topic.class);
    for (Topic topic : TOPICS) {
      offsets.put(
          topic,
          lanes.stream().filter(lane -> lane.topic() == topic).sorted().mapToLong(next).toArray());
    }
    return new LogProgress(offsets);
  }

  /** Reads what {@link #toString} wrote; empty if it is nothing of the kind. */
  public static Optional<LogProgress> parse(String text) {
    String[] groups = text.split("-", -1);
    if (text.length() > MAXIMUM_LENGTH || groups.length != TOPICS.length) {
      return Optional.empty();
    }
    Map<Topic, long[]> offsets = new EnumMap<>(Topic.class);
    for (int i = 0; i < groups.length; i++) {
      if (!groups[i].startsWith(letter(TOPICS[i]))) {
        return Optional.empty();
      }
      List<String> words = List.of(groups[i].substring(1).split("\\.", -1));
      if (!words.stream().allMatch(OFFSET)) {
        return Optional.empty();
      }
      offsets.put(TOPICS[i], words.stream().mapToLong(Long::parseLong).toArray());
    }
    return Optional.of(new LogProgress(offsets));
  }

  private static String letter(Topic topic) {
    return topic.name().substring(0, 1).toLowerCase(Locale.ROOT);
  }

  /** Whether both speak of the same partitions. */
  public boolean hasPartitionsOf(LogProgress other) {
    return next.length == other.next.length
        && offsets.entrySet().stream()
            .allMatch(
                topic ->
                    topic.getValue().length
                        == other.offsets.getOrDefault(topic.getKey(), NONE_OF_IT).length);
  }

  /** Whether everything that {@code other} has applied is applied here. */
  public boolean reaches(LogProgress other) {
    if (!hasPartitionsOf(other)) {
      return false;
    }
    for (int i = 0; i < next.length; i++) {
      if (next[i] < other.next[i]) {
        return false;
      }
    }
    return true;
  }

  /** How many partitions there are. */
  public int size() {
    return next.length;
  }

  /** The number of a partition among all of them. */
  public int index(Lane lane) {
    int before = 0;
    for (Map.Entry<Topic, long[]> topic : offsets.entrySet()) {
      if (topic.getKey() == lane.topic()) {
        break;
      }
      before += topic.getValue().length;
    }
    return before + lane.partition();
  }

  /** The offset that comes next in the partition of this number. */
  public long next(int index) {
    return next[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogProgress progress && text.equals(progress.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
