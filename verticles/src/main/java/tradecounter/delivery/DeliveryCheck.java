package tradecounter.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.decode.Decoded;
import tradecounter.delivery.Delivery.Outcome;
import tradecounter.delivery.Delivery.Progress;
import tradecounter.delivery.Delivery.State;
import tradecounter.edi.EdiReader;
import tradecounter.edi.Interchange;
import tradecounter.edi.Refusal;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.snapshot.SnapshotComparison;
import tradecounter.engine.snapshot.SnapshotDifference;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.format.RecordReader;
import tradecounter.format.SourceRecord;
import tradecounter.format.Unpacking;
import tradecounter.format.UnreadableException;
import tradecounter.order.OrderAcknowledgements;

/**
 * Reads a delivery from its first byte to its last before anything of it is applied: whether it can
 * be read, how much of it can be taken, and what it would change. Any thread; blocks.
 */
final class DeliveryCheck {
  private final DeliveryStore store;
  private final FeedDoor door;
  private final World world;
  private final Configuration.Deliveries settings;

  DeliveryCheck(
      DeliveryStore store, FeedDoor door, World world, Configuration.Deliveries settings) {
    this.store = store;
    this.door = door;
    this.world = world;
    this.settings = settings;
  }

  /** What came of it. */
  sealed interface Checked {
    /**
     * It can be applied.
     *
     * @param skipped records of it that are not, because the interchange they are in is refused
     * @param comparison what it names, if it is a snapshot
     * @param order of its events
     */
    @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
    record Fit(
        Progress progress,
        BitSet skipped,
        Optional<SnapshotComparison> comparison,
        SweepEvents.Order order,
        Outcome outcome,
        byte[] acknowledgement)
        implements Checked {

      /** The same, but it is not said what has gone. */
      Fit notSwept() {
        return comparison.isEmpty()
            ? this
            : new Fit(
                progress,
                skipped,
                Optional.empty(),
                order,
                new Outcome(
                    "snapshot-not-swept",
                    "a later snapshot is applied already, or the feed's file has changed while this"
                        + " one was applied",
                    ""),
                acknowledgement);
      }
    }

    /**
     * It is EDI: each of its interchanges is applied as a whole or refused.
     *
     * @param refusals of its records, by their number
     * @param unreadable why it could not be read to its end; {@link Outcome#NONE} if it could
     */
    record Exchanged(
        Progress progress,
        List<Interchange> interchanges,
        Map<Long, Refusal> refusals,
        Optional<SnapshotComparison> comparison,
        SweepEvents.Order order,
        Outcome unreadable)
        implements Checked {}

    /** It cannot, or not without a person. */
    @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
    record Stopped(
        State state,
        Outcome outcome,
        Progress progress,
        Optional<SnapshotDifference> difference,
        byte[] acknowledgement)
        implements Checked {}
  }

  private static final byte[] NOTHING = {};

  /** So many are told to the sender of EDI in full. */
  private static final int MOST_REFUSALS = 10_000;

  /** Every refused record counts: its interchange may have no other. */
  private static final Refusal ONE_MORE =
      new Refusal("one-more", "a record cannot be taken, like many others", "");

  /**
   * Checks it.
   *
   * @param feed its feed's file
   * @throws IOException if its bytes cannot be had
   */
  Checked check(Delivery delivery, FeedConfiguration feed) throws IOException {
    return new Reading(delivery, feed).check();
  }

  /** Begins to read it. */
  RecordReader open(Delivery delivery, FeedConfiguration feed)
      throws IOException, UnreadableException {
    return Unpacking.open(
        feed.format(),
        new DeliveryBytes(store, delivery.delivery()),
        settings.limits(),
        settings.bytes());
  }

  /** One delivery, from its beginning to its end. */
  private final class Reading {
    private final Delivery delivery;
    private final FeedConfiguration feed;
    private final @Nullable SnapshotComparison comparison;
    private long records;
    private long events;
    private long refused;
    private long lowestSequence = Long.MAX_VALUE;
    private long highestSequence = -1;
    private long newestMillis = Envelope.NO_TIME;
    private final Map<Long, Refusal> refusals = new HashMap<>();
    private Outcome firstRefusal = Outcome.NONE;
    private Outcome unreadable = Outcome.NONE;

    Reading(Delivery delivery, FeedConfiguration feed) {
      this.delivery = delivery;
      this.feed = feed;
      this.comparison =
          Snapshots.isSnapshot(feed, delivery.name())
              ? new SnapshotComparison(
                  world,
                  feed.rules(),
                  feed.sweptKinds(),
                  feed.snapshot().within(),
                  settings.shownChanges())
              : null;
    }

    Checked check() throws IOException {
      try (RecordReader reader = open(delivery, feed)) {
        try {
          for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            examine(next.get());
          }
        } catch (UnreadableException e) {
          unreadable = new Outcome(e.code(), e.detail(), e.place());
        }
        return reader instanceof Unpacking unpacked && unpacked.records() instanceof EdiReader edi
            ? exchanged(edi.interchanges())
            : judged();
      } catch (UnreadableException e) {
        unreadable = new Outcome(e.code(), e.detail(), e.place());
        return judged();
      }
    }

    private Checked exchanged(List<Interchange> interchanges) {
      Progress progress = new Progress(0, 0, records, events, refused, 0);
      if (interchanges.isEmpty()) {
        return new Checked.Stopped(
            State.REFUSED,
            unreadable.equals(Outcome.NONE)
                ? new Outcome("edi-empty", "there is no interchange in it", "")
                : unreadable,
            progress,
            Optional.empty(),
            NOTHING);
      }
      if (!delivery.released() && comparison != null) {
        SnapshotDifference difference = comparison.difference();
        String objection = Snapshots.objection(difference, feed.quarantine());
        if (!objection.isEmpty()) {
          return quarantined(
              new Outcome("snapshot-suspicious", objection, ""), progress, Optional.of(difference));
        }
      }
      boolean whole = unreadable.equals(Outcome.NONE) && refusals.isEmpty();
      return new Checked.Exchanged(
          progress,
          interchanges,
          refusals,
          whole ? Optional.ofNullable(comparison) : Optional.empty(),
          order(),
          unreadable);
    }

    private void examine(SourceRecord record) {
      records++;
      if (record.content() instanceof SourceRecord.Content.Read read
          && OrderAcknowledgements.isAcknowledgement(read.value())) {
        return;
      }
      switch (door.examine(feed.feed(), record, delivery.delivered())) {
        case FeedDoor.Examined.Passed passed -> {
          events += passed.meant().size();
          passed.meant().forEach(this::note);
        }
        case FeedDoor.Examined.Turned turned -> {
          refused++;
          Decoded.Refused told = turned.refusal();
          if (feed.format().isExchanged()) {
            refusals.put(
                record.number(),
                refusals.size() < MOST_REFUSALS
                    ? new Refusal(told.code(), told.detail(), record.place())
                    : ONE_MORE);
          }
          if (firstRefusal.equals(Outcome.NONE)) {
            Decoded.Refused why = turned.refusal();
            firstRefusal = new Outcome(why.code(), why.detail(), record.place());
          }
        }
      }
    }

    private void note(Decoded.Event event) {
      if (comparison != null) {
        comparison.mark(event.change());
      }
      Envelope envelope = event.envelope();
      newestMillis = Math.max(newestMillis, envelope.timeMillis());
      if (Envelope.isSequence(envelope.order())) {
        long sequence = envelope.order() - Envelope.orderOfSequence(0);
        lowestSequence = Math.min(lowestSequence, sequence);
        highestSequence = Math.max(highestSequence, sequence);
      }
    }

    private SweepEvents.Order order() {
      if (highestSequence >= 0) {
        return lowestSequence == highestSequence
            ? new SweepEvents.Order.Counted(highestSequence)
            : new SweepEvents.Order.Arriving();
      }
      return new SweepEvents.Order.Timed(
          newestMillis == Envelope.NO_TIME
              ? delivery.toldAt()
              : Instant.ofEpochMilli(newestMillis));
    }

    private Checked judged() {
      Progress progress = new Progress(0, 0, records, events, refused, 0);
      boolean whole = unreadable.equals(Outcome.NONE);
      if (!whole && records == 0) {
        return new Checked.Stopped(State.REFUSED, unreadable, progress, Optional.empty(), NOTHING);
      }
      if (!delivery.released()) {
        if (!whole) {
          return quarantined(unreadable, progress, Optional.empty());
        }
        if (records >= feed.quarantine().fewest()
            && refused * 100_000_000L > feed.quarantine().refusedPercent().millionths() * records) {
          return quarantined(
              new Outcome(
                  "delivery-refused-share",
                  refused
                      + " of "
                      + records
                      + " records cannot be taken; the first ("
                      + firstRefusal.code()
                      + "): "
                      + firstRefusal.detail(),
                  firstRefusal.place()),
              progress,
              Optional.empty());
        }
        if (comparison != null) {
          SnapshotDifference difference = comparison.difference();
          String objection = Snapshots.objection(difference, feed.quarantine());
          if (!objection.isEmpty()) {
            return quarantined(
                new Outcome("snapshot-suspicious", objection, ""),
                progress,
                Optional.of(difference));
          }
        }
      }
      // What is read to its half only, or in part cannot be, does not tell what has vanished: the
      // object of a bad line is no less there than those of its neighbours.
      boolean sweeps = comparison != null && whole && refused == 0;
      Outcome outcome =
          comparison == null || sweeps || !whole
              ? unreadable
              : new Outcome(
                  "snapshot-not-swept",
                  refused
                      + " records cannot be taken, so that nothing is said to be gone; the first: "
                      + firstRefusal.detail(),
                  firstRefusal.place());
      return new Checked.Fit(
          progress,
          new BitSet(),
          sweeps ? Optional.ofNullable(comparison) : Optional.empty(),
          order(),
          outcome,
          NOTHING);
    }

    private static Checked quarantined(
        Outcome outcome, Progress progress, Optional<SnapshotDifference> difference) {
      return new Checked.Stopped(State.QUARANTINED, outcome, progress, difference, NOTHING);
    }
  }
}
