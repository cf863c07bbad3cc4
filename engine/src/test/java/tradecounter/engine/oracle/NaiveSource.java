package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.Explanation.OfHold;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;

/** One source of a network that may serve an item. */
interface NaiveSource {
  String key();

  Routing routing();

  default Network.Source.Kind kind() {
    return routing() == Routing.WAREHOUSE
        ? Network.Source.Kind.LOCATION
        : Network.Source.Kind.SUPPLIER;
  }

  default SourceKey identity() {
    return new SourceKey(kind(), key());
  }

  /** What is held of it and not shown by the figures, and from which day on that counts. */
  List<OfHold> holds();

  /** It is used for nothing or for at least so much. */
  BigDecimal minimum();

  /** What can be had today. */
  BigDecimal now();

  /** What can be promised of what is there on the day, before anything is kept for others. */
  BigDecimal atp(LocalDate day);

  /** What alone makes more available on the day; its own key if that is nothing in particular. */
  String bringsOn(LocalDate day);

  /** When goods leave that are there on the day. */
  Optional<LocalDate> ships(LocalDate day);

  /** When goods arrive that leave on the day. */
  LocalDate arrives(LocalDate shipped);

  /** What counts for less because a feed is stale. */
  List<StaleSupply> staleSupply();
}
