package tradecounter.engine.availability;

import java.util.Map;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;

/**
 * What one source of the network can promise of one item to one buyer.
 *
 * @param curve by the day on which it is there
 * @param minimum the source is used for nothing or for at least so much; 0 if there is no minimum
 * @param receiptOfDay which receipt makes more available on a day
 */
record Supply(Reach.Leg leg, AtpCurve curve, long minimum, Map<Integer, String> receiptOfDay) {

  String source() {
    return leg.source().key();
  }

  Routing routing() {
    return leg.isLocation() ? Routing.WAREHOUSE : Routing.SUPPLIER;
  }

  /** By the day on which it is at the buyer's door. */
  AtpCurve arrivals() {
    return curve.mapped(day -> leg.arrival(leg.dispatch(day)));
  }

  Supply with(AtpCurve changed) {
    return new Supply(leg, changed, minimum, receiptOfDay);
  }

  /** The receipt that brings more on the day, else the source itself. */
  String nameOfStep(int day) {
    return receiptOfDay.getOrDefault(day, source());
  }
}
