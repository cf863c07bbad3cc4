package tradecounter.management;

/** How far the start is. Any thread. Once ready it stays ready: reads need nobody else. */
public final class Readiness {
  private volatile String phase = "starting";
  private volatile boolean ready;
  private volatile boolean failed;

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

  /** One phrase for people. */
  public String phase() {
    return phase;
  }
}
