package tradecounter.engine;

import java.util.HashMap;
import java.util.Map;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.World;

/** A canonical log with four partitions per topic, applied to a world as it is written. */
public final class Log {
  public static final int PARTITIONS = 4;
  public static final long LOGGED_AT = 1_800_000_000_000L;

  private final World world;
  private final long loggedAtMillis;
  private final Map<Lane, Long> nextOffsets = new HashMap<>();
  private long lastSequence;

  public Log(World world) {
    this(world, LOGGED_AT);
  }

  /** A log that takes everything at one moment. */
  public Log(World world, long loggedAtMillis) {
    this.world = world;
    this.loggedAtMillis = loggedAtMillis;
  }

  /** One event as a feed sends it. */
  public record Event(Envelope envelope, Change change, Origin origin) {
    /** Counted by its feed. */
    public static Event counted(String feed, long sequence, Change change) {
      return event(feed, "n" + sequence, Envelope.orderOfSequence(sequence), change);
    }

    /** Ordered by its time. */
    public static Event timed(String feed, String id, long micros, Change change) {
      return event(feed, id, Envelope.orderOfTime(micros), change);
    }

    /** Ordered by nothing but its arrival. */
    public static Event arriving(String feed, String id, Change change) {
      return event(feed, id, Envelope.BY_ARRIVAL, change);
    }

    /** The same, as it stood in its feed's own topic. */
    public Event from(int partition, long offset) {
      return new Event(envelope, change, new Origin(partition, offset));
    }

    /** The same, said by its feed at that time. */
    public Event saidAt(long timeMillis) {
      Envelope dated =
          new Envelope(
              envelope.feed(), envelope.id(), envelope.order(), envelope.idHash(), timeMillis);
      return new Event(dated, change, origin);
    }

    private static Event event(String feed, String id, long order, Change change) {
      Envelope envelope =
          new Envelope(feed, id, order, Envelope.hashOf("/" + feed, id), Envelope.NO_TIME);
      return new Event(envelope, change, Origin.NONE);
    }
  }

  /** The partition in which all events of this one's object travel. */
  public static Lane lane(Event event) {
    int partition = Math.floorMod(event.change().key().partitionKey().hashCode(), PARTITIONS);
    return new Lane(event.change().objectKind().topic(), partition);
  }

  public Verdict append(Event event) {
    return append(event, loggedAtMillis);
  }

  /** Appends when the log is at that moment. */
  public Verdict append(Event event, long takenAtMillis) {
    Lane lane = lane(event);
    long offset = nextOffsets.merge(lane, 1L, Long::sum) - 1;
    return world.apply(
        new LogPosition(lane.topic(), lane.partition(), offset),
        event.origin(),
        event.envelope(),
        event.change(),
        takenAtMillis);
  }

  /** Goes past an event that the world has from a checkpoint. */
  public void pass(Event event) {
    nextOffsets.merge(lane(event), 1L, Long::sum);
  }

  /** Appends as counted events of the feed {@code erp}. */
  public Log say(Change... changes) {
    return sayAs("erp", changes);
  }

  /** Appends as counted events of a feed; the numbers go on over all feeds and objects. */
  public Log sayAs(String feed, Change... changes) {
    for (Change change : changes) {
      append(Event.counted(feed, ++lastSequence, change));
    }
    return this;
  }
}
