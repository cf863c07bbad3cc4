package tradecounter.deadletter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import tradecounter.configuration.Configuration;
import tradecounter.decode.Decoded;
import tradecounter.feed.FeedDoor;
import tradecounter.feed.FeedDoor.Admitted;
import tradecounter.log.AwaitedVerdicts;
import tradecounter.log.LogAppender;
import tradecounter.log.LogRecord;
import tradecounter.store.DeadLetterBook;
import tradecounter.store.DeadLetterBook.Settlement;
import tradecounter.store.KeptLetter;
import tradecounter.store.KeptLetter.Judge;
import tradecounter.store.LetterFilter;

/**
 * Replays dead letters: claims some, has each judged, hands what passes to the log, waits for what
 * the read model says and writes it down. A letter is taken as a whole or not at all, and one that
 * is refused again stays open and is in nobody's way. If the process dies between the log and the
 * writing down, the letter is replayed once more and the log recognises it. Any thread; blocks.
 */
public final class Replay {
  /** Longer than a page takes: an expression may take a second for each letter. */
  private static final long LEASE_MILLIS = 600_000;

  private static final int LETTERS_OF_A_PAGE = 100;
  private static final long LONGEST_APPEND_MILLIS = 60_000;
  private static final long VERDICT_PATIENCE_MILLIS = 10_000;

  private final DeadLetterBook book;
  private final LetterDoor door;
  private final LogAppender appender;
  private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

  /** What became of one letter. */
  public enum Outcome {
    /** It has changed something, maybe not with all of its events. */
    APPLIED,
    /** It had come before. */
    DUPLICATE,
    /** Newer things are known. */
    SUPERSEDED,
    /** The log has it, and it is judged where contracts or orders are kept, or a little later. */
    TAKEN,
    /** It says nothing that concerns us. */
    NOTHING,
    /** It stays open. */
    REFUSED,
    /** It stays open, because the log does not answer or takes no more. */
    LEFT
  }

  /** A letter and what became of it. */
  public record Replayed(long id, Outcome outcome) {}

  public Replay(
      DeadLetterBook book,
      FeedDoor door,
      LogAppender appender,
      Configuration configuration,
      MeterRegistry registry) {
    this.book = book;
    this.door = new LetterDoor(door, configuration.deliveries().limits());
    this.appender = appender;
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          Counter.builder("tradecounter.dead.letters.replays")
              .description("Dead letters that this node has replayed, by what became of them")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /** How letters are judged. */
  LetterDoor door() {
    return door;
  }

  /** Replays one; empty if it is not open, or somebody else does. */
  public Optional<Replayed> one(long id, String by) throws SQLException, InterruptedException {
    return page(LetterFilter.one(id), 1, by, 0).stream().findFirst();
  }

  /**
   * Replays the oldest of these.
   *
   * @param limit so many at most; a page has no more than {@value #LETTERS_OF_A_PAGE}
   * @return in the order in which they came; none if there are none
   */
  List<Replayed> page(LetterFilter filter, int limit, String by, int patienceMillis)
      throws SQLException, InterruptedException {
    String claim = UUID.randomUUID().toString();
    List<KeptLetter> claimed =
        book.claim(filter, Math.min(limit, LETTERS_OF_A_PAGE), claim, LEASE_MILLIS, patienceMillis);
    List<Attempt> attempts = new ArrayList<>(claimed.size());
    for (KeptLetter kept : claimed) {
      attempts.add(attempt(kept));
    }
    List<Settlement> settlements = new ArrayList<>(claimed.size());
    List<Replayed> replayed = new ArrayList<>(claimed.size());
    for (Attempt attempt : attempts) {
      Settlement settlement = settlement(attempt);
      Outcome outcome = outcome(settlement);
      settlements.add(settlement);
      replayed.add(new Replayed(settlement.id(), outcome));
      Objects.requireNonNull(counters.get(outcome)).increment();
    }
    book.settle(claim, settlements, by);
    return replayed;
  }

  /** A letter on its way. */
  private sealed interface Attempt {
    /** The log will tell. */
    record UnderWay(KeptLetter letter, int events, AwaitedVerdicts verdicts) implements Attempt {}

    /** The door has refused it. */
    record Turned(KeptLetter letter, Decoded.Refused refusal) implements Attempt {}

    /** The log does not take it. */
    record Left(KeptLetter letter) implements Attempt {}
  }

  private Attempt attempt(KeptLetter kept) {
    return switch (door.admit(kept)) {
      case Admitted.Turned turned -> new Attempt.Turned(kept, turned.refusal());
      case Admitted.Passed passed -> {
        List<LogRecord> records = passed.records();
        AwaitedVerdicts verdicts = new AwaitedVerdicts(records.size());
        yield records.isEmpty()
                || appender.offer(records, records.stream().map(_ -> verdicts).toList())
            ? new Attempt.UnderWay(kept, records.size(), verdicts)
            : new Attempt.Left(kept);
      }
    };
  }

  private static Settlement settlement(Attempt attempt) throws InterruptedException {
    return switch (attempt) {
      case Attempt.Left(KeptLetter letter) -> new Settlement.Unsettled(letter.id());
      case Attempt.Turned(KeptLetter letter, Decoded.Refused refusal) ->
          new Settlement.Refused(
              letter.id(),
              new KeptLetter.Refusal(refusal.code(), refusal.detail(), refusal.pointer()));
      case Attempt.UnderWay(KeptLetter letter, int events, AwaitedVerdicts verdicts) -> {
        if (!verdicts.areDurable(LONGEST_APPEND_MILLIS)) {
          yield new Settlement.Unsettled(letter.id());
        }
        AwaitedVerdicts.Said said = verdicts.said(VERDICT_PATIENCE_MILLIS);
        yield new Settlement.Replayed(
            letter.id(), outcome(letter.judge(), events, said).name(), words(events, said));
      }
    };
  }

  private static Outcome outcome(Judge judge, int events, AwaitedVerdicts.Said said) {
    if (events == 0) {
      return Outcome.NOTHING;
    }
    if (said.applied() > 0) {
      return judge == Judge.DOOR ? Outcome.APPLIED : Outcome.TAKEN;
    }
    // Orders listen to all that the log has, whatever the read model knows already.
    if (said.unjudged() > 0 || judge == Judge.ORDERS) {
      return Outcome.TAKEN;
    }
    return said.superseded() > 0 ? Outcome.SUPERSEDED : Outcome.DUPLICATE;
  }

  private static Outcome outcome(Settlement settlement) {
    return switch (settlement) {
      case Settlement.Replayed replayed -> Outcome.valueOf(replayed.outcome());
      case Settlement.Refused _ -> Outcome.REFUSED;
      case Settlement.Unsettled _ -> Outcome.LEFT;
    };
  }

  private static String words(int events, AwaitedVerdicts.Said said) {
    return "events: "
        + events
        + ", applied: "
        + said.applied()
        + ", duplicate: "
        + said.duplicate()
        + ", superseded: "
        + said.superseded()
        + (said.unjudged() == 0 ? "" : ", not judged yet: " + said.unjudged());
  }
}
