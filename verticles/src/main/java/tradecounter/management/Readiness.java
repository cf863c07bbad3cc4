package tradecounter.management;

/**
 * How far the start is, and whether the node may be asked. Any thread. Once ready it stays ready:
 * reads need nobody else. But it may object to being asked, for a time.
 */
public final class Readiness {
  private volatile String phase = "starting";
  private volatile boolean ready;
  private volatile boolean failed;
  private volatile String objection = "";

  /** Says what is being waited for. */
  public void phase(String now) {
    phase = now;
  }

  /** It will not get ready. */
  public void failed(String why) {
    phase = "the start failed: " + why;
    failed = true;
  }

  public boolean hasFailed() {
    return failed;
  }

  public void ready() {
    ready = true;
    phase = "ready";
  }

  public boolean isReady() {
    return ready;
  }

  /** Says why storefronts should not be sent here although it is ready; empty: they may. */
  public void object(String why) {
    objection = why;
  }

  public String objection() {
    return objection;
  }

  /** One phrase for people. */
  public String phase() {
    return phase;
  }
}
