package tradecounter.integrity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.feed.Steering;
import tradecounter.integrity.FeedPulse.Counted;
import tradecounter.integrity.FeedPulse.Facts;
import tradecounter.order.TroubleBook;
import tradecounter.store.Database;
import tradecounter.store.Lease;

/**
 * Looks every few seconds whether feeds say what they usually say, and has their owners look when
 * they do not; on a thread of its own, on one node at a time. The figures are those of the log and
 * what they were at the last look is in Postgres: neither a restart nor another node that goes on
 * tells anything twice or misses anything.
 */
public final class FeedWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedWatch.class);
  private static final String SOURCE = "feed-watch";
  private static final Duration KEPT = Duration.ofDays(60);

  /** Who was not looked at for so long may have sent anything at any time in between. */
  private static final Duration AWAY = Duration.ofMinutes(5);

  private final Parts parts;
  private final Lease lease;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Of the thread alone.
  private Instant usualOf = Instant.EPOCH;
  private Map<String, List<FeedHour>> history = Map.of();

  private volatile Map<String, FeedOutlook> outlooks = Map.of();

  /**
   * What it looks at and tells.
   *
   * @param configurations of the feeds there are
   * @param figures of a feed now
   */
  public record Parts(
      Configuration.Integrity settings,
      Database database,
      Supplier<Set<String>> feeds,
      Function<String, Optional<FeedConfiguration>> configurations,
      FeedWorld figures,
      Steering steering,
      TroubleBook troubles,
      Resends resends,
      InstantSource clock) {}

  /** One look. */
  private record Look(
      Instant now,
      Instant hour,
      Map<String, List<FeedHour>> hours,
      Set<String> rewound,
      List<Ask> asks) {}

  private record Ask(String feed, String reason, Instant since) {}

  public FeedWatch(Parts parts) {
    this.parts = parts;
    this.lease = new Lease("feed-watch", Math.max(10_000, 3L * parts.settings().everyMillis()));
    this.thread = Thread.ofPlatform().name("feed-watch").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    boolean away = false;
    try {
      do {
        try {
          look();
          away = false;
        } catch (SQLException | RuntimeException e) {
          if (!away) {
            LOG.warn("feeds are not watched at the moment: {}", e.toString());
          }
          away = true;
        }
      } while (!closing.await(parts.settings().everyMillis(), TimeUnit.MILLISECONDS));
      var _ = parts.database().inTransaction(lease::leave);
    } catch (SQLException e) {
      LOG.warn("another node can watch feeds only after the lease: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once, unless another node does. Blocks. */
  void look() throws SQLException {
    Instant now = parts.clock().instant();
    List<Ask> asks =
        parts
            .database()
            .inTransaction(connection -> lease.take(connection) ? all(connection, now) : List.of());
    for (Ask ask : asks) {
      Optional<String> done = parts.resends().ask(ask.feed(), ask.reason(), ask.since());
      LOG.info("{}: {}", ask.reason(), done.orElse("its source cannot be asked to tell again"));
      asked(ask.feed(), done.isPresent(), now);
    }
    outlooks = parts.database().inOneStatement(connection -> FeedOutlook.all(connection, now));
  }

  /** How the feed was at the last look. Any thread. */
  FeedOutlook outlook(String feed) {
    return outlooks.getOrDefault(feed, FeedOutlook.NONE);
  }

  /** The source of the feed was asked to tell again. Blocks. */
  void asked(String feed, boolean taken, Instant now) throws SQLException {
    var _ =
        parts
            .database()
            .inTransaction(
                connection -> {
                  Instant after = now.plusMillis(parts.settings().askMillis());
                  FeedHistory.asked(connection, feed, taken, now, after);
                  return feed;
                });
  }

  private List<Ask> all(Connection connection, Instant now) throws SQLException {
    Instant hour = FeedHour.startOf(now);
    if (!hour.equals(usualOf)) {
      FeedHistory.forget(connection, now.minus(KEPT));
      history = FeedHistory.hours(connection, hour.minus(Duration.ofDays(UsualHour.DAYS + 1)));
      usualOf = hour;
    }
    Instant lastHour = hour.minusMillis(FeedHour.MILLIS);
    Look look =
        new Look(
            now,
            hour,
            FeedHistory.hours(connection, lastHour),
            FeedHistory.rewoundSince(connection, lastHour),
            new ArrayList<>());
    Map<String, FeedSeen> seen = FeedHistory.seen(connection);
    for (String feed : new TreeSet<>(parts.feeds().get())) {
      Optional<FeedConfiguration> configuration = parts.configurations().apply(feed);
      if (configuration.isPresent()) {
        FeedFigures figures = parts.figures().of(feed);
        FeedSeen before = seen.get(feed);
        FeedSeen after =
            before == null
                ? first(connection, feed, figures, look)
                : again(connection, configuration.get(), figures, before, look);
        FeedHistory.note(connection, feed, after);
      }
    }
    return look.asks();
  }

  /** What came before cannot be judged: nobody knows when it came. */
  private static FeedSeen first(Connection connection, String feed, FeedFigures figures, Look look)
      throws SQLException {
    FeedHistory.count(connection, feed, new FeedHour(look.hour(), 0, 0, 0, true));
    return FeedSeen.first(figures, look.now());
  }

  private FeedSeen again(
      Connection connection,
      FeedConfiguration feed,
      FeedFigures figures,
      FeedSeen before,
      Look look)
      throws SQLException {
    boolean away = Duration.between(before.seenAt(), look.now()).compareTo(AWAY) > 0;
    boolean paused = parts.steering().isPaused(feed.feed());
    Map<Instant, FeedHour> hours = count(connection, feed.feed(), figures, before, look, away);
    FeedSeen seen = before.at(figures, look.now(), away || paused ? look.now() : before.aliveAt());
    Counted last = counted(feed.feed(), look.hour().minusMillis(FeedHour.MILLIS), hours);
    Counted current = counted(feed.feed(), look.hour(), hours);
    List<Finding> findings =
        FeedPulse.findings(
            new Facts(
                feed.feed(),
                feed.owner().said(),
                feed.expected(),
                feed.staleAfterMillis(),
                figures,
                last,
                current,
                seen.aliveAt(),
                paused),
            look.now());
    seen = seen.withUsual(current.usual()).withTold(tell(connection, seen.told(), findings));
    return gaps(connection, feed, before, seen, look);
  }

  // ---------------------------------------------------------------- counting

  /** Adds what came since the last look; gives the hours that are to be judged. */
  private Map<Instant, FeedHour> count(
      Connection connection,
      String feed,
      FeedFigures figures,
      FeedSeen before,
      Look look,
      boolean away)
      throws SQLException {
    Map<Instant, FeedHour> hours = new HashMap<>();
    look.hours().getOrDefault(feed, List.of()).forEach(hour -> hours.put(hour.start(), hour));
    if (away) {
      FeedHour unknown = new FeedHour(FeedHour.startOf(before.seenAt()), 0, 0, 0, true);
      FeedHistory.count(connection, feed, unknown);
      hours.put(unknown.start(), unknown);
    }
    Instant askedAt = before.askedAt().orElse(Instant.EPOCH);
    boolean disturbed =
        away
            || parts.steering().isPaused(feed)
            || look.rewound().contains(feed)
            || !askedAt.isBefore(look.hour().minusMillis(FeedHour.MILLIS));
    FeedFigures grown = away ? FeedFigures.NONE : before.grown(figures);
    FeedHour known = hours.get(look.hour());
    boolean changed =
        known == null
            || grown.events() > 0
            || grown.ranBack() > 0
            || disturbed != known.disturbed();
    FeedHour more =
        new FeedHour(look.hour(), grown.events(), grown.superseded(), grown.ranBack(), disturbed);
    if (changed) {
      FeedHistory.count(connection, feed, more);
    }
    hours.put(look.hour(), known == null ? more : known.and(more));
    return hours;
  }

  private Counted counted(String feed, Instant hour, Map<Instant, FeedHour> hours) {
    FeedHour known = hours.get(hour);
    return new Counted(
        known == null ? new FeedHour(hour, 0, 0, 0, true) : known,
        UsualHour.of(hour, history.getOrDefault(feed, List.of())));
  }

  // ---------------------------------------------------------------- telling

  /** Raises what is new and closes what is gone; gives what stands. */
  private Set<String> tell(Connection connection, Set<String> told, List<Finding> findings)
      throws SQLException {
    Map<String, Finding> now = new TreeMap<>();
    findings.forEach(finding -> now.put(finding.name(), finding));
    for (Finding finding : now.values()) {
      if (!told.contains(finding.name())) {
        raise(connection, finding);
      }
    }
    for (String name : told) {
      if (!now.containsKey(name)) {
        Finding gone = Finding.named(name);
        parts.troubles().isGone(connection, SOURCE, gone.type(), gone.subject());
      }
    }
    return now.keySet();
  }

  private void raise(Connection connection, Finding finding) throws SQLException {
    LOG.warn("{}", finding.detail());
    parts
        .troubles()
        .raise(connection, "", SOURCE, finding.type(), finding.subject(), finding.detail());
  }

  /** A gap stays until everything was told anew, or a person has resolved its exception. */
  private FeedSeen gaps(
      Connection connection, FeedConfiguration feed, FeedSeen before, FeedSeen seen, Look look)
      throws SQLException {
    long gaps = seen.figures().gaps();
    FeedSeen now = seen;
    if (gaps > before.figures().gaps()) {
      raise(
          connection,
          FeedPulse.gap(feed.feed(), feed.owner().said(), before.figures().gaps(), gaps));
      now = seen.withGap(Optional.of(look.now()));
    } else if (seen.gapAt().isPresent() && isFilled(connection, feed, seen)) {
      now = seen.withGap(Optional.empty());
    }
    if (now.isToBeAsked(look.now())) {
      look.asks()
          .add(
              new Ask(
                  feed.feed(),
                  "feed " + feed.feed() + " has skipped numbers, " + gaps + " times in all",
                  before.seenAt()));
    }
    return now;
  }

  private boolean isFilled(Connection connection, FeedConfiguration feed, FeedSeen seen)
      throws SQLException {
    String subject = FeedPulse.subject(feed.feed());
    if (!parts.troubles().isOpen(connection, GapFilling.TYPE, subject)) {
      return true;
    }
    boolean filled = GapFilling.isFilled(connection, feed, seen);
    if (filled) {
      parts.troubles().isGone(connection, SOURCE, GapFilling.TYPE, subject);
    }
    return filled;
  }

  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
