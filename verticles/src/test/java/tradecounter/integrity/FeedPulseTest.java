package tradecounter.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.configuration.FeedConfiguration.Expected;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.integrity.FeedPulse.Counted;
import tradecounter.integrity.FeedPulse.Facts;

/** What is found of a feed, as tables of examples. */
class FeedPulseTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:30:00Z");
  private static final Instant HOUR = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant LAST = Instant.parse("2026-11-23T09:00:00Z");
  private static final Expected NOTHING = new Expected(0, 0, 0, 0);
  private static final long STALE = Duration.ofHours(1).toMillis();

  private static FeedFigures heard(Instant at, Instant asOf) {
    return new FeedFigures(1, 0, 0, 0, asOf.toEpochMilli(), at.toEpochMilli());
  }

  private static Facts facts(Expected expected, FeedFigures figures, FeedHour last, FeedHour now) {
    return facts(expected, figures, last, now, OptionalLong.empty());
  }

  private static Facts facts(
      Expected expected, FeedFigures figures, FeedHour last, FeedHour now, OptionalLong usual) {
    return new Facts(
        "erp",
        "; its owner is Jo",
        expected,
        STALE,
        figures,
        new Counted(last, usual),
        new Counted(now, usual),
        NOW.minus(Duration.ofDays(9)),
        false);
  }

  private static FeedHour hour(Instant start, long events) {
    return new FeedHour(start, events, 0, 0, false);
  }

  private static List<TroubleType> found(Facts facts) {
    return FeedPulse.findings(facts, NOW).stream().map(Finding::type).toList();
  }

  @ParameterizedTest(name = "{0} min of silence, {1} allowed: {2}")
  @CsvSource({"59, 60, false", "60, 60, false", "61, 60, true", "9999, 0, false"})
  void silence(long minutes, long allowed, boolean silent) {
    Instant last = NOW.minus(Duration.ofMinutes(minutes));
    Expected expected = new Expected(Duration.ofMinutes(allowed).toMillis(), 0, 0, 0);
    Facts facts = facts(expected, heard(last, last), hour(LAST, 0), hour(HOUR, 0));
    assertThat(found(facts)).isEqualTo(silent ? List.of(TroubleType.FEED_SILENT) : List.of());
  }

  @Test
  void whoIsPausedIsNotSilent() {
    Facts speaking =
        facts(new Expected(60_000, 0, 0, 0), heard(LAST, LAST), hour(LAST, 1), hour(HOUR, 0));
    Facts paused =
        new Facts(
            speaking.feed(),
            speaking.said(),
            speaking.expected(),
            STALE,
            speaking.figures(),
            speaking.last(),
            speaking.current(),
            speaking.aliveAt(),
            true);
    assertThat(found(speaking)).containsExactly(TroubleType.FEED_SILENT);
    assertThat(found(paused)).isEmpty();
  }

  @ParameterizedTest(name = "last {0}, now {1}, usual {2}, factor {3}, {4} to {5}: {6}")
  @CsvSource({
    // Against what is usual.
    "10000, 5000, 10000, 10, 0, 0, false",
    "1000, 0, 10000, 10, 0, 0, false",
    "999, 0, 10000, 10, 0, 0, true",
    "0, 0, 10000, 10, 0, 0, true",
    "10000, 100000, 10000, 10, 0, 0, false",
    "10000, 110000, 10000, 10, 0, 0, true",
    "110000, 0, 10000, 10, 0, 0, true",
    "0, 0, 10000, 0, 0, 0, false",
    // Small feeds, and those of which little is known, are not measured by it.
    "0, 5000, 49, 10, 0, 0, false",
    "0, 5000, -1, 10, 0, 0, false",
    "4, 0, 50, 10, 0, 0, true",
    // Against what its file says.
    "99, 0, -1, 0, 100, 0, true",
    "100, 0, -1, 0, 100, 0, false",
    "100, 201, -1, 0, 100, 200, true",
    "100, 200, -1, 0, 100, 200, false",
  })
  void volume(long last, long now, long usual, int factor, long least, long most, boolean unusual) {
    OptionalLong known = usual < 0 ? OptionalLong.empty() : OptionalLong.of(usual);
    Facts facts =
        facts(
            new Expected(0, least, most, factor),
            heard(NOW, NOW),
            hour(LAST, last),
            hour(HOUR, now),
            known);
    assertThat(found(facts)).isEqualTo(unusual ? List.of(TroubleType.FEED_VOLUME) : List.of());
  }

  @Test
  void whatWasDisturbedIsNotJudged() {
    FeedHour last = new FeedHour(LAST, 0, 0, 0, true);
    FeedHour now = new FeedHour(HOUR, 900_000, 900_000, 900_000, true);
    Expected expected = new Expected(0, 10, 20, 2);
    assertThat(found(facts(expected, heard(NOW, NOW), last, now, OptionalLong.of(100)))).isEmpty();
  }

  @ParameterizedTest(name = "spoke {0} min ago of {1} min before that: {2}")
  @CsvSource({"0, 60, false", "0, 61, true", "600, 61, true", "600, 1, false"})
  void clockThatStandsStill(long ago, long behind, boolean wrong) {
    Instant spoke = NOW.minus(Duration.ofMinutes(ago));
    FeedFigures figures = heard(spoke, spoke.minus(Duration.ofMinutes(behind)));
    assertThat(found(facts(NOTHING, figures, hour(LAST, 1), hour(HOUR, 1))))
        .isEqualTo(wrong ? List.of(TroubleType.FEED_CLOCK) : List.of());
  }

  @ParameterizedTest(name = "{0} of {1} dated before: {2}")
  @CsvSource({"0, 100, false", "1, 101, false", "1, 100, true", "1, 1, true"})
  void clockThatRunsBack(long ranBack, long events, boolean wrong) {
    FeedHour now = new FeedHour(HOUR, events, 0, ranBack, false);
    assertThat(found(facts(NOTHING, heard(NOW, NOW), hour(LAST, 9), now)))
        .isEqualTo(wrong ? List.of(TroubleType.FEED_CLOCK) : List.of());
  }

  @ParameterizedTest(name = "{0} of {1} superseded: {2}")
  @CsvSource({"19, 19, false", "20, 20, true", "20, 40, false", "21, 40, true"})
  void regression(long superseded, long events, boolean wrong) {
    FeedHour last = new FeedHour(LAST, events, superseded, 0, false);
    List<Finding> findings =
        FeedPulse.findings(facts(NOTHING, heard(NOW, NOW), last, hour(HOUR, 0)), NOW);
    assertThat(findings).hasSize(wrong ? 1 : 0);
    findings.forEach(
        finding -> {
          assertThat(finding.name()).isEqualTo("FEED_GAP feed:erp/regression");
          assertThat(finding.detail()).contains(superseded + " of " + events).endsWith("Jo");
        });
  }

  // ---------------------------------------------------------------- what is usual

  private static List<FeedHour> history(int hours, long events) {
    List<FeedHour> history = new ArrayList<>();
    for (int back = 1; back <= hours; back++) {
      history.add(hour(HOUR.minus(Duration.ofHours(back)), events));
    }
    return history;
  }

  @ParameterizedTest(name = "{0} hours: {1}")
  @CsvSource({"23, -1", "24, 10000", "700, 10000"})
  void usualNeedsADayAtLeast(int hours, long usual) {
    assertThat(UsualHour.of(HOUR, history(hours, 10_000)).orElse(-1)).isEqualTo(usual);
  }

  @Test
  void usualIsThatOfTheSameHour() {
    List<FeedHour> history = new ArrayList<>();
    for (FeedHour hour : history(24 * 7, 3)) {
      boolean nightly = Duration.between(hour.start(), HOUR).toHours() % 24 == 0;
      history.add(nightly ? hour(hour.start(), 10_000) : hour);
    }
    assertThat(UsualHour.of(HOUR, history)).hasValue(10_000);
    assertThat(UsualHour.of(LAST, history)).hasValue(3);
  }

  @Test
  void usualIsThatOfTheSameDayOfTheWeek() {
    List<FeedHour> history = new ArrayList<>();
    for (FeedHour hour : history(24 * 28, 10_000)) {
      boolean sameDay = Duration.between(hour.start(), HOUR).toDays() % 7 == 0;
      history.add(sameDay ? hour(hour.start(), 0) : hour);
    }
    assertThat(UsualHour.of(HOUR, history)).hasValue(0);
  }

  @Test
  void disturbedHoursAreNoExamples() {
    List<FeedHour> history = new ArrayList<>(history(24, 100));
    history(24 * 20, 9_000_000)
        .forEach(hour -> history.add(new FeedHour(hour.start(), hour.events(), 0, 0, true)));
    assertThat(UsualHour.of(HOUR, history)).hasValue(100);
  }
}
