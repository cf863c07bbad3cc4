package tradecounter.storefront.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.http.Failures;
import tradecounter.log.LogProgress;

/**
 * One client's stream. Its event loop only.
 *
 * <p>What has changed waits in a set and is told in rounds. At the end of a round the client has
 * been told everything up to a point of the log, and gets that point as the id to go on from; an
 * event in the middle of a round has no id, so that a client that is cut off there hears all of it
 * again. While the client does not read, nothing is written: the set may grow up to all the items
 * it subscribed to, and so many of its category as are kept.
 */
final class ClientStream {
  private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
  private static final int RETRY_MILLIS = 2_000;

  private final LoopStreams loop;
  private final ChangeHub hub;
  private final HttpServerResponse response;
  private final Subscription subscription;
  private final Viewpoint viewpoint;
  private final int keptOfCategory;

  private final Map<String, Telling> told = new HashMap<>();
  private final Map<String, Telling> toldOfCategory;

  private Set<String> pending = new LinkedHashSet<>();
  private final Deque<String> round = new ArrayDeque<>();
  private @Nullable LogProgress joined;
  private LogProgress roundEndsAt = LogProgress.NONE;

  /** In brief, what all that was told of the category rests on; empty without one. */
  private String circumstances = "";

  private @Nullable Reset reset;
  private boolean idIsDue;
  private boolean queued;
  private boolean ended;
  private long endTimer;

  ClientStream(
      LoopStreams loop,
      ChangeHub hub,
      HttpServerResponse response,
      Subscription subscription,
      Viewpoint viewpoint) {
    this.loop = loop;
    this.hub = hub;
    this.response = response;
    this.subscription = subscription;
    this.viewpoint = viewpoint;
    this.keptOfCategory = hub.settings().pendingItems();
    this.toldOfCategory = new LastTold(keptOfCategory);
  }

  /** The last tellings of so many items, those looked at last. */
  private static final class LastTold extends LinkedHashMap<String, Telling> {
    private static final long serialVersionUID = 1;
    private final int kept;

    LastTold(int kept) {
      super(16, 0.75f, true);
      this.kept = kept;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Telling> eldest) {
      return size() > kept;
    }
  }

  /** Answers the request; the events follow. */
  void open(long timerOfItsEnd) {
    endTimer = timerOfItsEnd;
    response.closeHandler(_ -> end());
    response.exceptionHandler(_ -> end());
    response.drainHandler(_ -> schedule());
    response.setChunked(true);
    response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM);
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.putHeader("X-Accel-Buffering", "no"); // Else nginx keeps events back.
    EventText text = new EventText();
    text.retryMillis(RETRY_MILLIS);
    write(text.finished());
  }

  // ---------------------------------------------------------------- how it begins

  /** With the present state of all items; of the category with what changes from now on. */
  void start(LogProgress from) {
    joined = from;
    circumstances = presentCircumstances();
    idIsDue = true;
    add(subscription.items());
    schedule();
  }

  /** Whether it hears of items that it does not name. */
  boolean hasCategory() {
    return subscription.hasCategory();
  }

  /** Whether what was told under those circumstances still holds; if they are empty, it does. */
  boolean isUnder(String earlier) {
    return earlier.isEmpty() || earlier.equals(circumstances);
  }

  private String presentCircumstances() {
    return hasCategory() ? Bookmark.brief(viewpoint.circumstances()) : "";
  }

  // ---------------------------------------------------------------- what changes

  void changed(String item) {
    if (reset == null && add(item) && pending.size() > maximumPending()) {
      reset(Reset.OVERFLOW);
    }
    schedule();
  }

  /**
   * All it was told may be wrong. Items are looked at again; of a category it is not known what the
   * client knows, so it is given the word to ask again.
   */
  void reset(Reset why) {
    if (hasCategory()) {
      reset = why;
      clearPending();
    } else {
      add(subscription.items());
    }
    schedule();
  }

  /** Time has passed, which changes answers too; and the customer may have changed. */
  void lookAgain() {
    if (joined == null) {
      return;
    }
    if (!circumstances.equals(presentCircumstances())) {
      reset(Reset.MANY_CHANGED);
      return;
    }
    add(subscription.items());
    for (String item : toldOfCategory.keySet()) {
      if (pending.size() < maximumPending()) {
        add(item);
      }
    }
    schedule();
  }

  private int maximumPending() {
    return subscription.items().size() + keptOfCategory;
  }

  private void add(Set<String> items) {
    for (String item : items) {
      add(item);
    }
  }

  private boolean add(String item) {
    boolean added = pending.add(item);
    if (added) {
      hub.pendingGrew(1);
    }
    return added;
  }

  private void clearPending() {
    hub.pendingGrew(-pending.size() - round.size());
    pending.clear();
    round.clear();
  }

  // ---------------------------------------------------------------- what is told

  private void schedule() {
    if (!queued && !ended && joined != null && hasSomethingToTell()) {
      queued = true;
      loop.isReady(this);
    }
  }

  private boolean hasSomethingToTell() {
    return reset != null || idIsDue || !round.isEmpty() || !pending.isEmpty();
  }

  /**
   * Tells what waits, as far as the client can take it.
   *
   * @param most so many items at most
   * @return how many items were looked at, at least 1
   */
  int tell(int most) {
    queued = false;
    if (ended || response.writeQueueFull()) {
      return 1;
    }
    EventText text = new EventText();
    if (reset != null) {
      text.reset(reset);
      hub.hasReset();
      reset = null;
      told.clear();
      toldOfCategory.clear();
      circumstances = presentCircumstances();
      add(subscription.items());
      idIsDue = true;
    }
    if (round.isEmpty()) {
      beginRound();
    }
    int looked = 0;
    for (; looked < most && !round.isEmpty(); looked++) {
      String item = round.remove();
      hub.pendingGrew(-1);
      tell(item, viewpoint.of(item), text);
    }
    if (round.isEmpty() && (idIsDue || !text.isEmpty())) {
      text.id(new Bookmark(roundEndsAt, circumstances));
      idIsDue = false;
    } else if (!text.isEmpty()) {
      idIsDue = true;
    }
    if (!text.isEmpty()) {
      write(text.finished());
    }
    schedule();
    return Math.max(1, looked);
  }

  private void beginRound() {
    roundEndsAt = now();
    round.addAll(pending);
    pending = new LinkedHashSet<>();
  }

  private LogProgress now() {
    return joined == null ? LogProgress.NONE : loop.deliveredSince(joined);
  }

  private void tell(String item, Telling now, EventText text) {
    Map<String, Telling> to = subscription.items().contains(item) ? told : toldOfCategory;
    Telling last = to.put(item, now);
    if (last != null && now.saysTheSameAs(last)) {
      return;
    }
    switch (now) {
      case Telling.Problematic problem -> {
        if (subscription.availability()) {
          text.problem(problem);
          hub.told(1, 0);
        }
      }
      case Telling.Figures figures -> {
        if (subscription.availability()) {
          text.availability(figures);
          hub.told(1, 0);
        }
        Optional<StockState> was =
            last instanceof Telling.Figures before ? Optional.of(before.state()) : Optional.empty();
        if (subscription.threshold() && !was.equals(Optional.of(figures.state()))) {
          text.threshold(figures, was);
          hub.told(0, 1);
        }
      }
    }
  }

  /** Shows that the connection lives; a client that was told everything goes on from here. */
  void heartbeat() {
    if (ended || response.writeQueueFull()) {
      return;
    }
    EventText text = new EventText();
    text.comment();
    if (joined != null && !hasSomethingToTell()) {
      text.id(new Bookmark(now(), circumstances));
    }
    write(text.finished());
  }

  private void write(Buffer text) {
    Failures.report(response.write(text), "events could not be sent");
  }

  // ---------------------------------------------------------------- the end

  /** Ends the stream, if it has not ended. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    clearPending();
    loop.cancel(endTimer);
    loop.left(this, subscription);
    if (!response.closed() && !response.ended()) {
      Failures.report(response.end(), "a stream could not be ended");
    }
  }
}
