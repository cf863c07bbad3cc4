package tradecounter.engine.availability;

import java.util.concurrent.ConcurrentHashMap;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.state.Topology;
import tradecounter.engine.state.Topology.Route;

/**
 * One second, and how each network reaches its buyers in it: the thousands of questions of a second
 * share it. Any thread.
 *
 * @param doubted the feeds that are stale and whose figures therefore count for less
 */
record Moment(
    Topology topology,
    long epochSecond,
    long doubted,
    ConcurrentHashMap<String, Reach> reachOfNetwork) {

  /** No second at all. */
  static final Moment NEVER =
      new Moment(Topology.NONE, Long.MIN_VALUE, 0, new ConcurrentHashMap<>());

  static Moment of(Topology topology, long epochSecond, long doubted) {
    return new Moment(topology, epochSecond, doubted, new ConcurrentHashMap<>());
  }

  @SuppressWarnings("ReferenceEquality") // A change of the catalogue makes a new topology.
  boolean is(Topology otherTopology, long otherEpochSecond, long otherDoubted) {
    return topology == otherTopology && epochSecond == otherEpochSecond && doubted == otherDoubted;
  }

  Reach reach(Route route, AvailabilityQuestion question) {
    if (question.onDay() != Day.OPEN_START) {
      return Reach.of(topology, route, question.onDay(), question.now(), doubted);
    }
    Reach known = reachOfNetwork.get(route.network().network());
    if (known == null) {
      known = Reach.of(topology, route, question.onDay(), question.now(), doubted);
      reachOfNetwork.put(route.network().network(), known);
    }
    return known;
  }
}
