package tradecounter.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever {@link CalendarText} has an opinion on, the JDK's formatters share it. */
class CalendarTextTest {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
  private static final long SEED = 20261123;
  private static final int TEXTS = 200_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T08:00:00Z",
        "2024-02-29T23:59:59.120Z",
        "1969-12-31T23:59:59.999999999Z",
        "0000-01-01T00:00:00.0Z"
      })
  void theUsualFormIsRead(String text) {
    assertThat(CalendarText.instant(text)).isEqualTo(formatted(text));
    assertThat(CalendarText.date(text.substring(0, 10)))
        .isEqualTo(LocalDate.parse(text.substring(0, 10), DATE));
  }

  @Test
  void anyTextIsReadAsTheFormattersReadItOrLeftToThem() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < TEXTS; i++) {
      String text = damaged("2024-02-29T23:59:59.120Z", random);
      Outcome instant = outcome(() -> CalendarText.instant(text));
      if (instant.value() != null || instant.refused()) {
        assertThat(instant).as(text).isEqualTo(outcome(() -> formatted(text)));
      }
      String day = damaged("2024-02-29", random);
      Outcome date = outcome(() -> CalendarText.date(day));
      if (date.value() != null || date.refused()) {
        assertThat(date).as(day).isEqualTo(outcome(() -> LocalDate.parse(day, DATE)));
      }
    }
  }

  private record Outcome(@Nullable Object value, boolean refused) {}

  private interface Reading {
    @Nullable Object read();
  }

  private static Outcome outcome(Reading reading) {
    try {
      return new Outcome(reading.read(), false);
    } catch (DateTimeException e) {
      return new Outcome(null, true);
    }
  }

  private static Instant formatted(String text) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
  }

  /** Up to three characters changed, taken away or doubled. */
  private static String damaged(String text, SplittableRandom random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.insert(at, damaged.charAt(at));
        case 2 -> damaged.setCharAt(at, "0123456789".charAt(random.nextInt(10)));
        default -> damaged.setCharAt(at, "TZtz+-:. ९".charAt(random.nextInt(10)));
      }
    }
    return damaged.toString();
  }
}
