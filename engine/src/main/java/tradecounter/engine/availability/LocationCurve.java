package tradecounter.engine.availability;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.state.ItemSnapshot;

/**
 * What one location can promise of one item, derived once and kept with the item's snapshot: it
 * stands until the item changes or the location's day does. Immutable.
 *
 * @param lowest the lowest projection over the horizon: may be negative
 * @param receiptOfDay which receipt makes more available on a day
 * @param late receipts that are overdue, and what they count for
 */
record LocationCurve(
    int location,
    int today,
    AtpCurve curve,
    long lowest,
    Map<Integer, String> receiptOfDay,
    List<LateReceipt> late) {

  /** The curves that have been derived from one snapshot; more are added by copying. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, never written to.
  private record Derived(LocationCurve[] curves) {}

  /** The curve that is kept with the snapshot, if it is of today. */
  static @Nullable LocationCurve kept(ItemSnapshot snapshot, int location, int today) {
    if (snapshot.derived() instanceof Derived derived) {
      for (LocationCurve curve : derived.curves()) {
        if (curve.location == location && curve.today == today) {
          return curve;
        }
      }
    }
    return null;
  }

  /** Keeps the curve. If two threads do so at once, one curve is derived again later. */
  static void keep(ItemSnapshot snapshot, LocationCurve fresh) {
    LocationCurve[] known =
        snapshot.derived() instanceof Derived derived ? derived.curves() : new LocationCurve[0];
    int kept = 0;
    LocationCurve[] curves = new LocationCurve[known.length + 1];
    for (LocationCurve curve : known) {
      if (curve.location != fresh.location) {
        curves[kept++] = curve;
      }
    }
    curves[kept++] = fresh;
    snapshot.derive(new Derived(java.util.Arrays.copyOf(curves, kept)));
  }
}
