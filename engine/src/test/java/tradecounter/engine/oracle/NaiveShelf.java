package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.util.List;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;

/** What the buyer of a question can have of an item, one of its own or a bundle. */
sealed interface NaiveShelf permits NaiveItem, NaiveBundle {
  BigDecimal now();

  /** By the day on which it is at its source. */
  DayByDay atp();

  /** By the day on which it is at the buyer's door. */
  DayByDay arrivals();

  Promise promise();

  /** Takes what was promised. */
  void take(Promise promise);

  /** Of all items that no other has to be made of. */
  List<LateReceipt> lateReceipts();

  List<StaleSupply> staleSupply();
}
