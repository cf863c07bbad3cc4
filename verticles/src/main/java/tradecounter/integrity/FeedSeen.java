package tradecounter.integrity;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a feed was like when it was looked at last.
 *
 * @param aliveAt until when it was not silent, whatever it said: it was paused, or nobody watched
 * @param gapAt when its sequences last skipped something that nobody has taken care of yet
 * @param askedAt when it was last asked to tell again, and took it
 * @param askAfter when it may be asked the next time
 * @param told names of the findings that stand still
 */
record FeedSeen(
    FeedFigures figures,
    Instant seenAt,
    Instant aliveAt,
    Optional<Instant> gapAt,
    Optional<Instant> askedAt,
    Optional<Instant> askAfter,
    OptionalLong usual,
    Set<String> told) {
  FeedSeen {
    told = Set.copyOf(told);
  }

  static FeedSeen first(FeedFigures figures, Instant now) {
    return new FeedSeen(
        figures,
        now,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Set.of());
  }

  /** What the counters have grown by; nothing where they are behind, as on a node that is. */
  FeedFigures grown(FeedFigures now) {
    return new FeedFigures(
        Math.max(0, now.events() - figures.events()),
        Math.max(0, now.superseded() - figures.superseded()),
        Math.max(0, now.ranBack() - figures.ranBack()),
        Math.max(0, now.gaps() - figures.gaps()),
        now.asOfMillis(),
        now.heardAtMillis());
  }

  FeedSeen at(FeedFigures now, Instant when, Instant alive) {
    FeedFigures highest =
        new FeedFigures(
            Math.max(figures.events(), now.events()),
            Math.max(figures.superseded(), now.superseded()),
            Math.max(figures.ranBack(), now.ranBack()),
            Math.max(figures.gaps(), now.gaps()),
            now.asOfMillis(),
            now.heardAtMillis());
    return new FeedSeen(highest, when, alive, gapAt, askedAt, askAfter, usual, told);
  }

  FeedSeen withGap(Optional<Instant> gap) {
    return new FeedSeen(figures, seenAt, aliveAt, gap, askedAt, askAfter, usual, told);
  }

  FeedSeen withUsual(OptionalLong hourly) {
    return new FeedSeen(figures, seenAt, aliveAt, gapAt, askedAt, askAfter, hourly, told);
  }

  FeedSeen withTold(Set<String> names) {
    return new FeedSeen(
        figures, seenAt, aliveAt, gapAt, askedAt, askAfter, usual, new TreeSet<>(names));
  }

  /** Whether its source is to be asked for what it has skipped. */
  boolean isToBeAsked(Instant now) {
    return gapAt.isPresent()
        && (askedAt.isEmpty() || askedAt.get().isBefore(gapAt.get()))
        && (askAfter.isEmpty() || !askAfter.get().isAfter(now));
  }
}
