package tradecounter.embedded.erp;

/** What a request asks for. */
public enum Operation {
  /** The request that makes an order: the create, or the confirm of a draft. */
  CREATE,
  /** By external reference or by number. */
  LOOK_UP,
  CANCEL,
  LOG_IN,
  DRAFT,
  QUOTE,
  ACKNOWLEDGE
}
