package tradecounter.engine.journey;

/** What a careless composition of the right life cycles would do. */
enum JourneyMistake {
  NONE,

  // ------------------------------------------------ at the desk

  /** What the node knows of the ledger is believed to be all. */
  A_STALE_NODE_SELLS,
  /** Two nodes decide on one item at the same moment. */
  SELLS_WITHOUT_A_LOCK,
  /** The commands of a turn do not see what those before them take. */
  COMMANDS_OF_A_TURN_DO_NOT_SEE_EACH_OTHER,
  /** Two lines of one order that want the same item do not see each other. */
  LINES_DO_NOT_SEE_EACH_OTHER,
  /** An order from a hold is covered by it, however much more it wants. */
  A_HOLD_COVERS_EVERYTHING,
  /** A hold that was ordered goes on to take what the order takes. */
  THE_HOLD_IS_NOT_HANDED_OVER,
  /** A hold is ordered as it was read before its lock was there. */
  ORDERS_A_HOLD_WITHOUT_A_LOCK,
  /** A hold that is over is extended. */
  EXTENDS_WHAT_HAS_EXPIRED,
  /** What is ordered expires as if it were only held. */
  EXPIRY_BEATS_AN_ORDER,
  /** The forward is enqueued once the order is committed. */
  FORWARD_ENQUEUED_AFTER_THE_COMMIT,
  /** Drop-ship lines go to the ERP with the others. */
  DROP_SHIP_GOES_TO_THE_ERP,

  // ------------------------------------------------ keys and commits

  /** The key is kept once the order is committed. */
  KEY_KEPT_AFTER_THE_COMMIT,
  /** A key is looked for, but two may write it. */
  KEY_NOT_UNIQUE,
  /** Any request under a known key gets its answer. */
  KEY_WITHOUT_A_FINGERPRINT,
  /** A commit whose outcome nobody knows is told as done. */
  UNKNOWN_COMMIT_TOLD_AS_SUCCESS,
  /** A commit whose outcome nobody knows is told as refused. */
  UNKNOWN_COMMIT_TOLD_AS_REFUSAL,
  /** The read model shows what is not committed yet. */
  SHOWN_BEFORE_THE_COMMIT,

  // ------------------------------------------------ on the way to the target

  /** The hold ends when the order is sent. */
  HOLD_ENDS_WITH_THE_SENDING,
  /** The hold ends when the target says that it has the order. */
  HOLD_ENDS_WITH_THE_ACKNOWLEDGEMENT,
  /** The hold ends when the goods are said to have left. */
  HOLD_ENDS_WITH_THE_SHIPMENT,
  /** The hold ends when nobody answers. */
  A_TIME_OUT_RELEASES_THE_HOLD,
  /** A refusal ends the hold, though an earlier attempt may have been taken. */
  A_REFUSAL_RELEASES_DESPITE_A_DOUBT,
  /** What is refused stays held. */
  A_REFUSED_ORDER_STAYS_HELD,
  /** Whoever answers writes what follows from what he once read, whoever has worked on it since. */
  FENCE_NOT_CHECKED,
  /** What is unknown is sent again without asking. */
  LOOK_UP_SKIPPED,
  /** Who wakes up sends without a look at the clock. */
  SENDS_AFTER_THE_LEASE,
  /** A cancellation gives back what may have been sent. */
  CANCEL_DURING_UNKNOWN_RELEASES,
  /** A cancellation does not stop what is to be sent. */
  CANCEL_LEAVES_THE_FORWARD,
  /** A cancellation gives back what one of the documents holds. */
  CANCEL_FORGETS_A_DOCUMENT,
  /** A part that is given up gives back the whole line. */
  A_CANCELLED_PART_GIVES_BACK_ALL,
  /** News under a name of the ERP that nobody knows yet is dropped. */
  EARLY_NEWS_IS_DROPPED,
  /** News that names an order is applied before what was said of it earlier and has waited. */
  NEWS_OVERTAKES_WHAT_WAITED,

  // ------------------------------------------------ the hand-over and the read model

  /** A watermark counts from the moment on at which we heard of the acknowledgement. */
  WATERMARK_WITHOUT_A_MARGIN,
  /** Figures that come a second time count a second time. */
  REPLAYED_FIGURES_COUNT_AGAIN,
  /** Figures count in the order in which they come. */
  OLD_FIGURES_REPLACE_NEW_ONES,
  /** The first issue of a line ends the hold on all of it. */
  A_PART_ISSUED_RETIRES_THE_HOLD,
  /** What figures list is held until the goods leave. */
  THE_LIST_IS_IGNORED,
  /** What the ledger notes as shown counts on nodes whose figures do not show it. */
  SHOWN_ON_ONE_NODE_IS_SHOWN_ON_ALL,
  /** News of the ledger is applied as it comes, whatever is missing before it. */
  GAPS_IN_THE_LEDGER_ARE_IGNORED
}
