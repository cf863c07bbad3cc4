package tradecounter.management;

/** How many events of a feed were refused since the start. Any thread. */
public interface Refusals {
  long of(String feed);
}
