package tradecounter.delivery;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.decode.Decoded;
import tradecounter.delivery.Delivery.Outcome;
import tradecounter.delivery.Delivery.Progress;
import tradecounter.delivery.DeliveryCheck.Checked;
import tradecounter.edi.Refusal;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.Origin;
import tradecounter.feed.FeedDoor;
import tradecounter.feed.Origins;
import tradecounter.format.RecordReader;
import tradecounter.format.SourceRecord;
import tradecounter.format.UnreadableException;
import tradecounter.log.AwaitedAppends;
import tradecounter.log.LogAppender;
import tradecounter.log.LogRecord;
import tradecounter.log.Topics;
import tradecounter.order.OrderAcknowledgements;
import tradecounter.store.Database;

/**
 * Carries the records of a checked delivery through the door into the log. How far it has come is
 * written down after every batch that is durable; what was carried twice around a crash bears the
 * same origin both times and is recognised. Any thread; blocks.
 */
final class DeliveryApplier {
  private static final int BATCH = 1_000;
  private static final long PATIENCE_MILLIS = 2_000;

  private final Database database;
  private final OrderAcknowledgements acknowledgements;
  private final DeliveryStore store;
  private final DeliveryCheck check;
  private final FeedDoor door;
  private final LogAppender appender;
  private final Topics topics;

  DeliveryApplier(DeliveryKeeper.Parts parts, DeliveryCheck check) {
    this.database = parts.database();
    this.acknowledgements = parts.acknowledgements();
    this.store = parts.store();
    this.check = check;
    this.door = parts.door();
    this.appender = parts.appender();
    this.topics = parts.topics();
  }

  /** Another node has taken over, or the process ends: what is durable stands, others go on. */
  static final class InterruptedApplicationException extends Exception {
    InterruptedApplicationException() {
      super("the lease ran out", null, false, false);
    }
  }

  /**
   * Applies it, from where it stands.
   *
   * @param delivery as it was when its application began, or went on
   * @param mayGoOn whether this node still is the one to do it; asked after each batch
   */
  void apply(
      Delivery delivery, FeedConfiguration feed, Checked.Fit checked, BooleanSupplier mayGoOn)
      throws IOException, SQLException, InterruptedException, InterruptedApplicationException {
    new Application(delivery, feed, checked, mayGoOn).run();
  }

  /** One delivery on its way. */
  private final class Application {
    private final Delivery delivery;
    private final FeedConfiguration feed;
    private final Checked.Fit checked;
    private final BitSet skipped;
    private final BooleanSupplier mayGoOn;
    private final List<LogRecord> batch = new ArrayList<>(BATCH);
    private final Deque<AwaitedAppends> notTakenUp = new ArrayDeque<>();
    private long nextRecord;
    private long nextEvent;
    private long records;
    private long events;
    private long refused;
    private long swept;
    private Outcome outcome;

    Application(
        Delivery delivery, FeedConfiguration feed, Checked.Fit checked, BooleanSupplier mayGoOn) {
      this.delivery = delivery;
      this.feed = feed;
      this.checked = checked;
      this.skipped = checked.skipped();
      this.mayGoOn = mayGoOn;
      this.outcome = checked.outcome();
      Progress known = delivery.progress();
      nextRecord = known.nextRecord();
      nextEvent = known.nextEvent();
      records = known.nextRecord() == 0 ? 0 : known.records();
      events = known.nextRecord() == 0 ? 0 : known.events();
      refused = known.nextRecord() == 0 ? 0 : known.refused();
    }

    void run()
        throws IOException, SQLException, InterruptedException, InterruptedApplicationException {
      long first = nextRecord;
      try (RecordReader reader = check.open(delivery, feed)) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          if (next.get().number() >= first) {
            take(next.get());
          }
        }
      } catch (UnreadableException e) {
        // A person has released what comes before it, or its feed's file reads it otherwise now.
        outcome = new Outcome(e.code(), e.detail(), e.place());
      }
      sweep();
      flush();
      awaitTakenUp();
      store.applied(delivery.delivery(), delivery.application(), outcome);
    }

    /** Whoever reads after the delivery is said to be applied reads what it says. */
    private void awaitTakenUp() throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      for (AwaitedAppends appends : notTakenUp) {
        appends.awaitApplied(TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
      }
    }

    private void take(SourceRecord record)
        throws SQLException, InterruptedException, InterruptedApplicationException {
      records++;
      boolean isSkipped = skipped.get((int) Math.min(record.number(), Integer.MAX_VALUE));
      if (!isSkipped
          && record.content() instanceof SourceRecord.Content.Read read
          && OrderAcknowledgements.isAcknowledgement(read.value())) {
        acknowledgement(record, read.value());
      } else if (!isSkipped) {
        long from = nextEvent;
        switch (door.admit(
            feed.feed(),
            record,
            delivery.delivered(),
            index -> Origins.ofDelivery(delivery.application(), from + index))) {
          case FeedDoor.Admitted.Passed passed -> {
            batch.addAll(passed.records());
            nextEvent += passed.records().size();
            events += passed.records().size();
          }
          case FeedDoor.Admitted.Turned turned -> {
            refused++;
            String place =
                "delivery:" + delivery.delivery() + "#" + record.number() + ", " + record.place();
            batch.add(
                door.deadLetter(feed.feed(), record, delivery.delivered(), place, turned.refusal())
                    .toRecord(topics.deadLetters()));
          }
        }
      }
      nextRecord = record.number() + 1;
      if (batch.size() >= BATCH) {
        flush();
      }
    }

    /** What a partner says of a file of ours concerns an order, not the read model. */
    private void acknowledgement(SourceRecord record, Object value) throws SQLException {
      Optional<Refusal> refusal =
          database.inTransaction(
              connection -> acknowledgements.take(connection, feed.feed(), value));
      if (refusal.isPresent()) {
        refuse(record, new Decoded.Refused(refusal.get().code(), refusal.get().detail(), "", ""));
      }
    }

    private void refuse(SourceRecord record, Decoded.Refused refusal) {
      refused++;
      String place =
          "delivery:" + delivery.delivery() + "#" + record.number() + ", " + record.place();
      batch.add(
          door.deadLetter(feed.feed(), record, delivery.delivered(), place, refusal)
              .toRecord(topics.deadLetters()));
    }

    /** What it does not name any more is gone: said once all it names is on its way. */
    private void sweep()
        throws SQLException, InterruptedException, InterruptedApplicationException {
      if (checked.comparison().isEmpty()) {
        return;
      }
      FeedRules rules = feed.rules();
      List<byte[]> said = new ArrayList<>();
      checked
          .comparison()
          .get()
          .forEachVanished(
              vanished -> said.add(SweepEvents.of(vanished, rules, delivery, checked.order())));
      for (byte[] event : said) {
        switch (door.judge(feed.feed(), event, Origin.NONE)) {
          case FeedDoor.Judged.Passed passed -> {
            batch.add(passed.record());
            swept++;
          }
          case FeedDoor.Judged.Turned turned ->
              // It may not say so any more: that is told, and holds up nothing.
              outcome = new Outcome("snapshot-not-swept", turned.refusal().detail(), "");
        }
        if (batch.size() >= BATCH) {
          flush();
        }
      }
    }

    private void flush()
        throws SQLException, InterruptedException, InterruptedApplicationException {
      while (!batch.isEmpty()) {
        if (!mayGoOn.getAsBoolean()) {
          throw new InterruptedApplicationException();
        }
        AwaitedAppends appends = AwaitedAppends.put(appender, List.copyOf(batch));
        if (appends.await()) {
          batch.clear();
          notTakenUp.addLast(appends);
        }
      }
      while (!notTakenUp.isEmpty() && notTakenUp.getFirst().awaitApplied(0)) {
        notTakenUp.removeFirst();
      }
      Progress progress = new Progress(nextRecord, nextEvent, records, events, refused, swept);
      if (!store.advance(delivery.delivery(), delivery.application(), progress)) {
        throw new InterruptedApplicationException();
      }
    }
  }
}
