package tradecounter.storefront.stream;

/** Whether there is room for one stream more. */
public enum Admission {
  ADMITTED,
  /** This node serves as many streams as it may. */
  NODE_IS_FULL,
  /** This client has as many streams at this node as one may. */
  CLIENT_HAS_ENOUGH
}
