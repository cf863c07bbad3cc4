package tradecounter.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tradecounter.configuration.Configuration;
import tradecounter.decode.Decoded;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.Verdict;
import tradecounter.format.SourceRecord;
import tradecounter.log.AppendListener;
import tradecounter.log.LogAppender;
import tradecounter.log.LogRecord;
import tradecounter.log.Topics;

/**
 * The events of one HTTP post on their way through the door into the log.
 *
 * <p>Used on one event loop; the log answers on its own threads, by counters. The receipt comes
 * when everything is durable and this node's read model has taken it up, so whoever reads after it
 * reads what was written; if the read model lags by more than {@value #VERDICT_PATIENCE_MILLIS} ms,
 * what is durable counts as accepted without waiting for its verdict.
 */
public final class Intake {
  static final long VERDICT_PATIENCE_MILLIS = 2_000;

  private final String feed;
  private final String requestId;
  private final FeedDoor door;
  private final LogAppender appender;
  private final Topics topics;
  private final Configuration.Limits limits;
  private final Context context;

  private final List<LogRecord> batch = new ArrayList<>();
  private final List<AppendListener> listeners = new ArrayList<>();
  private final List<FeedReceipt.Refusal> errors = new ArrayList<>();
  private final Promise<FeedReceipt> receipt = Promise.promise();
  private long index;
  private long told;
  private long refused;
  private boolean ended;
  private boolean impatient;
  private Runnable resume = () -> {};

  // Written by the event loop, read by the log's threads.
  private volatile long offered;

  // Written by the log's threads.
  private final AtomicLong appended = new AtomicLong();
  private final AtomicLong judged = new AtomicLong();
  private final AtomicLong duplicate = new AtomicLong();
  private final AtomicLong superseded = new AtomicLong();
  private final AtomicReference<String> failure = new AtomicReference<>("");

  /** The log cannot be reached or is overloaded: try again later. */
  public static final class LogUnavailableException extends RuntimeException {
    LogUnavailableException(String message) {
      super(message, null, false, false);
    }
  }

  public Intake(
      String feed,
      String requestId,
      FeedDoor door,
      LogAppender appender,
      Topics topics,
      Configuration.Limits limits,
      Context context) {
    this.feed = feed;
    this.requestId = requestId;
    this.door = door;
    this.appender = appender;
    this.topics = topics;
    this.limits = limits;
    this.context = context;
  }

  /** Takes one event. */
  public void submit(byte[] event) {
    switch (door.judge(feed, event, Origin.NONE)) {
      case FeedDoor.Judged.Passed passed -> add(passed.record(), new EventListener());
      case FeedDoor.Judged.Turned turned -> {
        byte[] kept =
            event.length <= limits.eventBytes()
                ? event
                : java.util.Arrays.copyOf(event, limits.eventBytes());
        refuse(turned.refusal(), DeadLetter.of(feed, kept, place(), turned.refusal()));
      }
    }
    index++;
    told++;
  }

  /** Takes one record of a feed whose records are mapped. */
  public void submit(SourceRecord record, Delivered delivered, FeedDoor.Admitted admitted) {
    switch (admitted) {
      case FeedDoor.Admitted.Passed passed -> {
        passed.records().forEach(event -> add(event, new EventListener()));
        told += passed.records().size();
      }
      case FeedDoor.Admitted.Turned turned -> {
        String place = place() + ", " + record.place();
        refuse(turned.refusal(), door.deadLetter(feed, record, delivered, place, turned.refusal()));
        told++;
      }
    }
    index++;
  }

  private String place() {
    return "http:" + requestId + "#" + index;
  }

  private void refuse(Decoded.Refused refusal, DeadLetter letter) {
    refused++;
    if (errors.size() < limits.reportedErrors()) {
      errors.add(
          new FeedReceipt.Refusal(
              index, refusal.id(), refusal.code(), refusal.detail(), refusal.pointer()));
    }
    add(letter.toRecord(topics.deadLetters()), new DeadLetterListener());
  }

  private void add(LogRecord record, AppendListener listener) {
    batch.add(record);
    listeners.add(listener);
  }

  /** Hands what was submitted to the log: once for each chunk of the body. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the event loop writes it.
  public void flush() {
    if (batch.isEmpty()) {
      return;
    }
    offered += batch.size();
    if (!appender.offer(List.copyOf(batch), List.copyOf(listeners))) {
      failure.compareAndSet("", "the log takes no more at the moment");
    }
    batch.clear();
    listeners.clear();
  }

  /** Whether more should wait until {@link #whenRoom} calls. */
  public boolean isFull() {
    return offered - appended.get() > limits.eventsInFlight();
  }

  /** Calls on the event loop once half of the room is free again. */
  public void whenRoom(Runnable callback) {
    resume = callback;
    progressed();
  }

  /** Whether anything was lost on the way already: then reading on is of no use. */
  public boolean hasFailed() {
    return !failure.get().isEmpty();
  }

  /** No more will come. */
  public Future<FeedReceipt> end() {
    flush();
    ended = true;
    progressed();
    return receipt.future();
  }

  private void progressed() {
    if (hasFailed() || offered - appended.get() <= limits.eventsInFlight() / 2) {
      Runnable callback = resume;
      resume = () -> {};
      callback.run();
    }
    if (hasFailed()) {
      receipt.tryFail(new LogUnavailableException(failure.get()));
    } else if (ended && judged.get() == offered) {
      receipt.tryComplete(counted());
    } else if (ended && appended.get() == offered && !impatient) {
      impatient = true;
      context.owner().setTimer(VERDICT_PATIENCE_MILLIS, _ -> receipt.tryComplete(counted()));
    }
  }

  private FeedReceipt counted() {
    long repeated = duplicate.get();
    long old = superseded.get();
    return new FeedReceipt(
        told - refused - repeated - old, repeated, old, refused, errors, refused - errors.size());
  }

  /** Wakes the event loop only when something may be due: not for every record. */
  private void noticed(long count) {
    if (count % (limits.eventsInFlight() / 4 + 1) == 0 || count >= offered) {
      context.runOnContext(_ -> progressed());
    }
  }

  /** One event on its way: durable, then applied. */
  private class EventListener implements AppendListener {
    @Override
    public void appended() {
      noticed(appended.incrementAndGet());
    }

    @Override
    public void applied(Verdict verdict) {
      switch (verdict) {
        case APPLIED, APPLIED_AFTER_GAP -> {}
        case DUPLICATE -> duplicate.incrementAndGet();
        case SUPERSEDED -> superseded.incrementAndGet();
      }
      noticed(judged.incrementAndGet());
    }

    @Override
    public void failed(String reason) {
      failure.compareAndSet("", reason);
      context.runOnContext(_ -> progressed());
    }
  }

  /** A dead letter only has to be durable. */
  private final class DeadLetterListener extends EventListener {
    @Override
    public void appended() {
      judged.incrementAndGet();
      super.appended();
    }

    @Override
    public void applied(Verdict verdict) {}
  }
}
