package tradecounter.storefront.stream;

/** Where a client stands: what it is told of an item if it asks now. Its event loop only. */
public interface Viewpoint {
  Telling of(String item);
}
