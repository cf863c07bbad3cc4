package tradecounter.storefront.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.log.LogProgress;

/**
 * All streams of one event loop. Only that event loop calls it, except for {@link #deliver} and
 * {@link #endAll}.
 *
 * <p>What has to be told is told in turns: so many items at most, some of each client, then the
 * event loop does its other work.
 */
public final class LoopStreams {
  private static final Logger LOG = LoggerFactory.getLogger(LoopStreams.class);

  /** So many items are looked at before the event loop may do something else. */
  private static final int ITEMS_PER_TURN = 128;

  /** So many of them for one client, before the next one's turn. */
  private static final int ITEMS_PER_CLIENT = 32;

  /** More changed items than that, and all are looked at. */
  private static final int MAXIMUM_ARRIVED = 65_536;

  /** A client may have been told by a node that is ahead of this one by so much. */
  private static final long CATCH_UP_MILLIS = 5_000;

  private final ChangeHub hub;
  private final Vertx vertx;
  private final Context context;
  private final Configuration.Stream settings;

  private final Set<ClientStream> clients = new LinkedHashSet<>();
  private final Map<String, Set<ClientStream>> clientsOfItem = new HashMap<>();
  private final Map<String, Set<ClientStream>> clientsOfCategory = new HashMap<>();
  private final Map<ClientStream, Bookmark> waiting = new LinkedHashMap<>();
  private final Deque<ClientStream> ready = new ArrayDeque<>();
  private boolean turnComes;
  private long heartbeat;
  private long sweep;
  private LogProgress delivered = LogProgress.NONE;

  /** What the log follower has brought and the event loop has not taken yet. */
  private final Object door = new Object();

  private Set<String> arrived = new HashSet<>();
  private boolean manyArrived;
  private LogProgress arrivedProgress = LogProgress.NONE;
  private boolean takeComes;

  /**
   * @param context of the event loop
   */
  public LoopStreams(ChangeHub hub, Vertx vertx, Context context) {
    this.hub = hub;
    this.vertx = vertx;
    this.context = context;
    this.settings = hub.settings();
  }

  /**
   * Opens a stream: from now on the response belongs to it.
   *
   * @param lastEventId where the client wants to go on; empty for a new one
   * @param endsInMillis after how long it ends at the latest
   * @return if it is not {@link Admission#ADMITTED}, nothing is written
   */
  public Admission open(
      HttpServerResponse response,
      Subscription subscription,
      Viewpoint viewpoint,
      String lastEventId,
      long endsInMillis) {
    Admission admission = hub.admit(subscription.client());
    if (admission != Admission.ADMITTED) {
      return admission;
    }
    ClientStream client = new ClientStream(this, hub, response, subscription, viewpoint);
    if (clients.isEmpty()) {
      begin();
    }
    clients.add(client);
    for (String item : subscription.items()) {
      clientsOfItem.computeIfAbsent(item, _ -> new LinkedHashSet<>()).add(client);
    }
    if (subscription.hasCategory()) {
      clientsOfCategory
          .computeIfAbsent(subscription.category(), _ -> new LinkedHashSet<>())
          .add(client);
    }
    client.open(vertx.setTimer(Math.max(1, endsInMillis), _ -> client.end()));
    start(client, lastEventId);
    return admission;
  }

  private void begin() {
    // Listening first: what changes from now on is delivered, what has changed is in the hub.
    hub.listens(this);
    heartbeat =
        vertx.setPeriodic(
            settings.heartbeatMillis(), _ -> List.copyOf(clients).forEach(ClientStream::heartbeat));
    sweep =
        vertx.setPeriodic(
            settings.sweepMillis(), _ -> List.copyOf(clients).forEach(ClientStream::lookAgain));
  }

  private void start(ClientStream client, String lastEventId) {
    LogProgress now = hub.progress();
    Optional<Bookmark> last = Bookmark.parse(lastEventId);
    if (lastEventId.isEmpty()) {
      // What is being applied just now may not be delivered as a whole.
      resume(client, new Bookmark(now, ""));
    } else if (last.isEmpty() || !now.hasPartitionsOf(last.get().progress())) {
      beginAnew(client);
    } else if (now.reaches(last.get().progress())) {
      resume(client, last.get());
    } else {
      waiting.put(client, last.get());
      vertx.setTimer(
          CATCH_UP_MILLIS,
          _ -> {
            if (waiting.remove(client) != null) {
              beginAnew(client);
            }
          });
    }
  }

  private void beginAnew(ClientStream client) {
    client.start(hub.progress());
    client.reset(Reset.OTHER_LOG);
  }

  private void resume(ClientStream client, Bookmark last) {
    // In this order: what was applied until then is remembered by now.
    client.start(hub.progress());
    if (!client.hasCategory()) {
      return; // It is told all of its items: nothing is missed.
    }
    Optional<RecentChanges.Missed> missed = hub.since(last.progress());
    if (missed.isEmpty()) {
      client.reset(Reset.TOO_OLD);
    } else if (!client.isUnder(last.circumstances())) {
      client.reset(Reset.MANY_CHANGED);
    } else {
      bring(missed.get(), Set.of(client));
    }
  }

  // ---------------------------------------------------------------- what the log brings

  /** Brings what has changed by then. The log follower's thread. */
  void deliver(Set<String> changed, boolean many, LogProgress progress) {
    synchronized (door) {
      if (!manyArrived && !many && arrived.size() + changed.size() <= MAXIMUM_ARRIVED) {
        arrived.addAll(changed);
      } else {
        manyArrived = true;
        arrived.clear();
      }
      arrivedProgress = progress;
      if (takeComes) {
        return;
      }
      takeComes = true;
    }
    context.runOnContext(_ -> take());
  }

  private void take() {
    Set<String> changed;
    boolean many;
    synchronized (door) {
      changed = arrived;
      many = manyArrived;
      delivered = arrivedProgress;
      arrived = new HashSet<>();
      manyArrived = false;
      takeComes = false;
    }
    bring(new RecentChanges.Missed(many, changed), clients);
    for (var entry : List.copyOf(waiting.entrySet())) {
      if (hub.progress().reaches(entry.getValue().progress())
          && waiting.remove(entry.getKey()) != null) {
        resume(entry.getKey(), entry.getValue());
      }
    }
  }

  /** Lets the clients know what concerns them. */
  private void bring(RecentChanges.Missed missed, Set<ClientStream> to) {
    if (missed.many()) {
      to.forEach(client -> client.reset(Reset.MANY_CHANGED));
    }
    for (String item : missed.items()) {
      bring(item, clientsOfItem.getOrDefault(item, Set.of()), to);
      if (!clientsOfCategory.isEmpty()) {
        bring(item, clientsOfCategory.getOrDefault(category(item), Set.of()), to);
      }
    }
  }

  private static void bring(String item, Set<ClientStream> concerned, Set<ClientStream> to) {
    for (ClientStream client : concerned) {
      if (to.contains(client)) {
        client.changed(item);
      }
    }
  }

  private String category(String item) {
    ItemSnapshot snapshot = hub.world().item(item);
    Item definition = snapshot == null ? null : snapshot.definitionOrNull();
    return definition == null ? "" : definition.category();
  }

  /** How far the log was applied when what is told was delivered: at least {@code joined}. */
  LogProgress deliveredSince(LogProgress joined) {
    return delivered.reaches(joined) ? delivered : joined;
  }

  // ---------------------------------------------------------------- turns

  /** The client has something to be told and can take it. */
  void isReady(ClientStream client) {
    ready.add(client);
    if (!turnComes) {
      turnComes = true;
      context.runOnContext(_ -> turn());
    }
  }

  private void turn() {
    int left = ITEMS_PER_TURN;
    while (left > 0 && !ready.isEmpty()) {
      ClientStream client = ready.remove();
      try {
        left -= client.tell(ITEMS_PER_CLIENT);
      } catch (RuntimeException e) {
        LOG.error("a stream failed and is ended", e);
        client.end();
      }
    }
    turnComes = !ready.isEmpty();
    if (turnComes) {
      context.runOnContext(_ -> turn());
    }
  }

  // ---------------------------------------------------------------- the end

  /** The client has ended. */
  void left(ClientStream client, Subscription subscription) {
    if (!clients.remove(client)) {
      return;
    }
    for (String item : subscription.items()) {
      forget(clientsOfItem, item, client);
    }
    if (subscription.hasCategory()) {
      forget(clientsOfCategory, subscription.category(), client);
    }
    waiting.remove(client);
    hub.left(subscription.client());
    if (clients.isEmpty()) {
      hub.listensNoMore(this);
      vertx.cancelTimer(heartbeat);
      vertx.cancelTimer(sweep);
    }
  }

  void cancel(long timer) {
    vertx.cancelTimer(timer);
  }

  private static void forget(
      Map<String, Set<ClientStream>> clientsOf, String key, ClientStream client) {
    Set<ClientStream> clients = clientsOf.get(key);
    if (clients != null && clients.remove(client) && clients.isEmpty()) {
      clientsOf.remove(key);
    }
  }

  /** Ends all streams. Any thread; completes when they are ended. */
  CompletableFuture<Void> endAll() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    context.runOnContext(
        _ -> {
          List.copyOf(clients).forEach(ClientStream::end);
          ended.complete(null);
        });
    return ended;
  }
}
