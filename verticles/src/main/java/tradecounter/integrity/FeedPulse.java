package tradecounter.integrity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tradecounter.configuration.FeedConfiguration.Expected;
import tradecounter.engine.order.ProgressStep.TroubleType;

/**
 * Judges whether a feed says what it usually says. Pure: everything comes in.
 *
 * <pre>
 *   silent      nothing for longer than expected.silenceMillis
 *   volume      this hour, or the last, has more than expected.hourlyAtMost or unusualFactor times
 *               the usual; the last has less than hourlyAtLeast or that part of the usual
 *   clock       the newest time it gave was too old already when it gave it; or in this hour or the
 *               last, one in a hundred was dated well before what came earlier
 *   regression  in this hour or the last most of what came was older than what was known: its
 *               numbers or times have begun anew
 * </pre>
 *
 * A gap is none of these: it is there once and for all, see {@link #gap}.
 */
final class FeedPulse {
  /** Feeds that usually send fewer in an hour are not measured by what is usual. */
  private static final long SMALLEST_USUAL = 50;

  private static final long FEWEST_SUPERSEDED = 20;
  private static final long RAN_BACK_PERCENT = 1;

  private FeedPulse() {}

  /**
   * What is known of a feed.
   *
   * @param said at the end of a sentence for a person: whose feed it is
   * @param staleAfterMillis so old its figures may be
   * @param aliveAt until when it was not silent, whatever it said
   */
  record Facts(
      String feed,
      String said,
      Expected expected,
      long staleAfterMillis,
      FeedFigures figures,
      Counted last,
      Counted current,
      Instant aliveAt,
      boolean paused) {}

  /**
   * An hour against what is usual.
   *
   * @param usual number of events; empty if too little is known
   */
  record Counted(FeedHour hour, OptionalLong usual) {}

  /** All that is wrong now. */
  static List<Finding> findings(Facts facts, Instant now) {
    List<Finding> findings = new ArrayList<>();
    silence(facts, now).ifPresent(findings::add);
    volume(facts).ifPresent(findings::add);
    clock(facts).ifPresent(findings::add);
    regression(facts).ifPresent(findings::add);
    return findings;
  }

  static String subject(String feed) {
    return "feed:" + feed;
  }

  /** Its sequences have skipped something since it was looked at last. */
  static Finding gap(String feed, String said, long before, long gaps) {
    return new Finding(
        TroubleType.FEED_GAP,
        subject(feed),
        "feed "
            + feed
            + ": sequences have skipped numbers "
            + (gaps - before)
            + " times, "
            + gaps
            + " times in all"
            + said);
  }

  private static Optional<Finding> silence(Facts facts, Instant now) {
    long allowed = facts.expected().silenceMillis();
    Instant heard = Instant.ofEpochMilli(facts.figures().heardAtMillis());
    Instant alive = heard.isAfter(facts.aliveAt()) ? heard : facts.aliveAt();
    if (allowed == 0 || facts.paused() || !alive.plusMillis(allowed).isBefore(now)) {
      return Optional.empty();
    }
    String since =
        facts.figures().heardAtMillis() == 0
            ? " has said nothing yet"
            : " has said nothing since " + heard;
    return finding(
        facts,
        TroubleType.FEED_SILENT,
        "",
        since + "; silent for " + Duration.ofMillis(allowed) + " is expected at most");
  }

  private static Optional<Finding> volume(Facts facts) {
    return tooMany(facts, facts.current())
        .or(() -> tooMany(facts, facts.last()))
        .or(() -> tooFew(facts, facts.last()));
  }

  private static Optional<Finding> tooMany(Facts facts, Counted counted) {
    long events = counted.hour().events();
    Expected expected = facts.expected();
    if (counted.hour().disturbed()) {
      return Optional.empty();
    }
    if (expected.hourlyAtMost() > 0 && events > expected.hourlyAtMost()) {
      return volume(facts, counted, "at most " + expected.hourlyAtMost() + " are expected");
    }
    long usual = comparable(expected, counted);
    return usual > 0 && events / expected.unusualFactor() > usual
        ? volume(facts, counted, "usually it is " + usual)
        : Optional.empty();
  }

  private static Optional<Finding> tooFew(Facts facts, Counted counted) {
    long events = counted.hour().events();
    Expected expected = facts.expected();
    if (counted.hour().disturbed()) {
      return Optional.empty();
    }
    if (events < expected.hourlyAtLeast()) {
      return volume(facts, counted, "at least " + expected.hourlyAtLeast() + " are expected");
    }
    long usual = comparable(expected, counted);
    return usual > 0 && events < usual / expected.unusualFactor()
        ? volume(facts, counted, "usually it is " + usual)
        : Optional.empty();
  }

  /** The usual number of events if the hour is to be measured by it; else 0. */
  private static long comparable(Expected expected, Counted counted) {
    long usual = counted.usual().orElse(0);
    return expected.unusualFactor() == 0 || usual < SMALLEST_USUAL ? 0 : usual;
  }

  private static Optional<Finding> volume(Facts facts, Counted counted, String against) {
    return finding(
        facts,
        TroubleType.FEED_VOLUME,
        "",
        " sent "
            + counted.hour().events()
            + " events in the hour from "
            + counted.hour().start()
            + "; "
            + against);
  }

  private static Optional<Finding> clock(Facts facts) {
    FeedFigures figures = facts.figures();
    if (figures.heardAtMillis() - figures.asOfMillis() > facts.staleAfterMillis()) {
      return finding(
          facts,
          TroubleType.FEED_CLOCK,
          "",
          " spoke last at "
              + Instant.ofEpochMilli(figures.heardAtMillis())
              + ", but the newest time that it gave is "
              + Instant.ofEpochMilli(figures.asOfMillis()));
    }
    return ranBack(facts, facts.current().hour()).or(() -> ranBack(facts, facts.last().hour()));
  }

  private static Optional<Finding> ranBack(Facts facts, FeedHour hour) {
    boolean ranBack =
        !hour.disturbed()
            && hour.ranBack() > 0
            && hour.ranBack() * 100 >= hour.events() * RAN_BACK_PERCENT;
    return ranBack
        ? finding(
            facts,
            TroubleType.FEED_CLOCK,
            "",
            " gave "
                + hour.ranBack()
                + " of "
                + hour.events()
                + " events in the hour from "
                + hour.start()
                + " a time well before one that it had given already")
        : Optional.empty();
  }

  private static Optional<Finding> regression(Facts facts) {
    return regression(facts, facts.current().hour())
        .or(() -> regression(facts, facts.last().hour()));
  }

  private static Optional<Finding> regression(Facts facts, FeedHour hour) {
    boolean mostAreOld =
        !hour.disturbed()
            && hour.superseded() >= FEWEST_SUPERSEDED
            && hour.superseded() * 2 > hour.events();
    return mostAreOld
        ? finding(
            facts,
            TroubleType.FEED_GAP,
            "/regression",
            ": "
                + hour.superseded()
                + " of "
                + hour.events()
                + " events in the hour from "
                + hour.start()
                + " were older than what is known and not taken: its sequence numbers or times"
                + " may have begun anew")
        : Optional.empty();
  }

  private static Optional<Finding> finding(
      Facts facts, TroubleType type, String aspect, String sentence) {
    return Optional.of(
        new Finding(
            type,
            subject(facts.feed()) + aspect,
            "feed " + facts.feed() + sentence + facts.said()));
  }
}
