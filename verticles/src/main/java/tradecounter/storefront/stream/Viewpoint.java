package tradecounter.storefront.stream;

/** Where a client stands. Its event loop only. */
public interface Viewpoint {
  /** What it is told of an item if it asks now. */
  Telling of(String item);

  /**
   * What its answers rest on besides items, networks and the like: the day, which feeds are stale,
   * and the customer's own record. Nobody tells when that changes, so whoever has told an answer
   * looks here again now and then. Written alike on every node.
   */
  String circumstances();
}
