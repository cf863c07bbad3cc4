package tradecounter.engine.state;

import tradecounter.engine.canonical.ObjectKind.Topic;

/** Where a record stands in the canonical log. */
public record LogPosition(Topic topic, int partition, long offset) {
  /** The partition it is in. */
  public Lane lane() {
    return new Lane(topic, partition);
  }

  /** One partition of one canonical topic. */
  public record Lane(Topic topic, int partition) implements Comparable<Lane> {
    /** Reads what {@link #toString} wrote. */
    public static Lane parse(String text) {
      int dash = text.lastIndexOf('-');
      return new Lane(
          Topic.valueOf(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    @Override
    public String toString() {
      return topic + "-" + partition;
    }

    @Override
    public int compareTo(Lane other) {
      int byTopic = topic.compareTo(other.topic);
      return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }
  }
}
