package tradecounter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Reads a stream of server-sent events as a browser does, and checks each event. */
public final class EventReader implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final InputStream in;
  private final BiConsumer<String, String> check;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile String lastEventId = "";

  /** One event. */
  public record Event(String name, JsonObject data) {
    public String item() {
      return data.getString("item", "");
    }

    public boolean isOf(String item, String event) {
      return item().equals(item) && name.equals(event);
    }
  }

  /**
   * @param check told name and data of each event
   */
  EventReader(InputStream in, BiConsumer<String, String> check) {
    this.in = in;
    this.check = check;
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    String name = "message";
    String id = lastEventId;
    StringBuilder data = new StringBuilder();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          data.append(line.substring("data: ".length()));
        } else if (line.startsWith("id: ")) {
          id = line.substring("id: ".length());
        } else if (line.isEmpty()) {
          if (!data.isEmpty()) {
            check.accept(name, data.toString());
            events.add(new Event(name, new JsonObject(data.toString())));
          }
          lastEventId = id;
          name = "message";
          data.setLength(0);
        }
      }
      ended.complete(null);
    } catch (IOException e) {
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
    }
  }

  /** The next event. */
  public Event next() {
    try {
      for (int second = 0; second < PATIENCE_SECONDS; second++) {
        Event event = events.poll(1, TimeUnit.SECONDS);
        if (event != null) {
          return event;
        }
        if (ended.isDone()) {
          awaitEnd();
          throw new AssertionError("the stream has ended");
        }
      }
      throw new AssertionError("no event within " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The next event that is looked for; those before it are passed over. */
  public Event next(Predicate<Event> lookedFor) {
    List<Event> passed = new ArrayList<>();
    try {
      while (true) {
        Event event = next();
        if (lookedFor.test(event)) {
          return event;
        }
        passed.add(event);
      }
    } catch (AssertionError e) {
      throw new AssertionError("only came: " + passed, e);
    }
  }

  public Event next(String item, String event) {
    return next(e -> e.isOf(item, event));
  }

  /** What came and was not looked at. */
  public List<Event> rest() {
    List<Event> rest = new ArrayList<>();
    events.drainTo(rest);
    return rest;
  }

  /** Where a new connection would go on; empty if no event had an id yet. */
  public String lastEventId() {
    return lastEventId;
  }

  /** Waits until the stream stands at another place than {@code before}. */
  public String idAfter(String before) {
    Awaitility.await("an id after '" + before + "'")
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(() -> !lastEventId.isEmpty() && !lastEventId.equals(before));
    return lastEventId;
  }

  /** Waits until the server has ended the stream. */
  public void awaitEnd() {
    try {
      ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the stream did not end well", e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
