package tradecounter.engine.availability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.WorkCalendar;
import tradecounter.engine.state.Place;
import tradecounter.engine.state.Topology;
import tradecounter.engine.state.Topology.Route;
import tradecounter.engine.state.Topology.Stop;

/**
 * How a network reaches the buyer at one second: what day it is at each source, when goods leave it
 * and when they arrive. The same for every item. Immutable.
 */
final class Reach {
  private final Topology topology;
  private final Route route;
  private final List<Leg> legs;
  private final int today;
  private final int onDay;
  private final long doubted;

  /**
   * One source of the network and the way from there.
   *
   * @param place {@code null} for a supplier, and for a location the catalogue does not know
   * @param index its place in the network's order
   * @param today there; for a supplier as for the network
   * @param servesFrom the first day without an outage
   * @param firstDispatch the first day on which anything can leave
   */
  record Leg(
      int index,
      Network.Source source,
      int location,
      @Nullable Place place,
      int today,
      int servesFrom,
      int firstDispatch,
      WorkCalendar delivery) {

    boolean isLocation() {
      return source.kind() == Network.Source.Kind.LOCATION;
    }

    /** The day on which goods leave that are there on {@code day}; OPEN_END if never. */
    int dispatch(int day) {
      if (day <= firstDispatch) {
        return firstDispatch;
      }
      return place == null ? day : place.dispatchDay(day);
    }

    /** The day on which goods arrive that leave on {@code day}. */
    int arrival(int dispatchDay) {
      return dispatchDay == Day.OPEN_END
          ? Day.OPEN_END
          : delivery.firstWorkingDay(dispatchDay + source.transitDays());
    }
  }

  private Reach(
      Topology topology, Route route, List<Leg> legs, int today, int onDay, long doubted) {
    this.topology = topology;
    this.route = route;
    this.legs = legs;
    this.today = today;
    this.onDay = onDay;
    this.doubted = doubted;
  }

  /**
   * The network at one moment.
   *
   * @param notBefore nothing leaves before this day
   * @param doubted the feeds that are stale now and whose figures therefore count for less
   */
  static Reach of(Topology topology, Route route, int notBefore, Instant now, long doubted) {
    int today = today(topology, route, now);
    int onDay = Math.max(today, notBefore);
    List<Leg> legs = new ArrayList<>(route.stops().size());
    for (Stop stop : route.stops()) {
      @Nullable Place place = topology.place(stop.location());
      legs.add(
          place == null
              ? new Leg(
                  legs.size(),
                  stop.source(),
                  stop.location(),
                  null,
                  today,
                  today,
                  onDay,
                  route.network().delivery())
              : leg(legs.size(), stop, place, onDay, now, route.network().delivery()));
    }
    return new Reach(topology, route, legs, today, onDay, doubted);
  }

  private static Leg leg(
      int index, Stop stop, Place place, int onDay, Instant now, WorkCalendar delivery) {
    int todayThere = place.today(now);
    int ordered = place.location().isAfterCutOff(now) ? todayThere + 1 : todayThere;
    return new Leg(
        index,
        stop.source(),
        stop.location(),
        place,
        todayThere,
        place.servesFrom(todayThere),
        place.dispatchDay(Math.max(onDay, ordered)),
        delivery);
  }

  /** Today where the goods are: at the first location that is known, in UTC if none is. */
  private static int today(Topology topology, Route route, Instant now) {
    for (Stop stop : route.stops()) {
      Place place = topology.place(stop.location());
      if (place != null) {
        return place.today(now);
      }
    }
    return (int) Math.floorDiv(now.getEpochSecond(), 86_400L);
  }

  /** What it is part of. */
  Topology topology() {
    return topology;
  }

  Network network() {
    return route.network();
  }

  /**
   * Whether every source can promise the same by the other one, as long as nothing is asked for.
   */
  @SuppressWarnings("ReferenceEquality") // A change of the catalogue makes new routes.
  boolean isLike(Reach other) {
    if (this == other) {
      return true;
    }
    if (route != other.route
        || today != other.today
        || onDay != other.onDay
        || doubted != other.doubted) {
      return false;
    }
    for (int i = 0; i < legs.size(); i++) {
      Leg leg = legs.get(i);
      Leg otherLeg = other.legs.get(i);
      if (leg.today() != otherLeg.today() || leg.servesFrom() != otherLeg.servesFrom()) {
        return false;
      }
    }
    return true;
  }

  List<Leg> legs() {
    return legs;
  }

  int today() {
    return today;
  }

  /** The day that is asked for: today, or later. */
  int onDay() {
    return onDay;
  }

  /** A bit for each feed that is stale now and whose figures therefore count for less. */
  long doubted() {
    return doubted;
  }
}
