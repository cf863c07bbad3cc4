package tradecounter.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Dates and instants in the one form that nearly all senders use, without the JDK formatters, which
 * allocate much (1.2 of 3.1 kB of decoding a position). What has another form is {@code null}, and
 * for the formatters to judge.
 */
final class CalendarText {
  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_LENGTH = 19;
  private static final int NANO_DIGITS = 9;

  private CalendarText() {}

  /**
   * {@code 2026-11-23}.
   *
   * @throws DateTimeException if it has this form, but there is no such day
   */
  static @Nullable LocalDate date(String text) {
    return text.length() == DATE_LENGTH ? dateAtStart(text) : null;
  }

  /**
   * {@code 2026-11-23T08:00:00Z}, with up to nine decimals of the second.
   *
   * @throws DateTimeException if it has this form, but there is no such day
   */
  static @Nullable Instant instant(String text) {
    int last = text.length() - 1;
    if (last < SECONDS_LENGTH
        || last > SECONDS_LENGTH + 1 + NANO_DIGITS
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(last) != 'Z') {
      return null;
    }
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    int nano = nano(text, last);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return null;
    }
    LocalDate date = dateAtStart(text);
    return date == null || nano < 0
        ? null
        : Instant.ofEpochSecond(
            date.toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second, nano);
  }

  private static @Nullable LocalDate dateAtStart(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    return year < 0 || month < 0 || day < 0 || text.charAt(4) != '-' || text.charAt(7) != '-'
        ? null
        : LocalDate.of(year, month, day);
  }

  /** The decimals between the second and {@code end}; -1 if they are something else. */
  private static int nano(String text, int end) {
    if (end == SECONDS_LENGTH) {
      return 0;
    }
    int from = SECONDS_LENGTH + 1;
    int value = text.charAt(SECONDS_LENGTH) == '.' && from < end ? digits(text, from, end) : -1;
    for (int i = end - from; i < NANO_DIGITS && value > 0; i++) {
      value *= 10;
    }
    return value;
  }

  /** The number that the digits are; -1 if there is anything else. */
  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /**
   * What java.time would take beyond RFC 3339 is left out: years of more than four digits (which
   * also overflow a count of milliseconds), no seconds, seconds in the offset, a point without
   * decimals.
   */
  static boolean isRfc3339(String text) {
    int end = text.length() - 1;
    boolean zoned =
        text.charAt(end) == 'Z'
            || text.charAt(end) == 'z'
            || text.charAt(end - 5) == '+'
            || text.charAt(end - 5) == '-';
    boolean pointWithoutDecimals =
        text.charAt(19) == '.' && (end < 20 || !Character.isDigit(text.charAt(20)));
    return text.charAt(4) == '-' && text.charAt(16) == ':' && zoned && !pointWithoutDecimals;
  }
}
