package tradecounter.loadtest.world;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the demo world's countries tax, and what the euro is worth in them.
 *
 * <p>{@code tax-rates.csv} has the rates of value added tax of 2026 on goods in general and on
 * printed books. Sources: European Commission, "Taxes in Europe Database"; for CH the Federal Tax
 * Administration, for GB HM Revenue and Customs.
 */
final class DemoRates {
  /** The tax category of what has no other one. */
  static final String STANDARD = "STANDARD";

  /** The tax category, and the category, of books. */
  static final String BOOKS = "BOOKS";

  private static final int JURISDICTION = 0;
  private static final int ON_GOODS = 1;
  private static final int ON_BOOKS = 2;

  /** About the reference rates that the European Central Bank published in 2025. */
  private static final List<ExchangeRate> EXCHANGE_RATES =
      List.of(
          new ExchangeRate("CHF", "0.935"),
          new ExchangeRate("GBP", "0.865"),
          new ExchangeRate("SEK", "11.05"));

  private DemoRates() {}

  private record ExchangeRate(String currency, String perEuro) {}

  static Stream<FeedEvent> events(EventWriter writer, Instant time, LocalDate today) {
    return Stream.concat(
        DelimitedRows.table("tax-rates.csv").stream()
            .flatMap(
                row ->
                    Stream.of(
                        tax(writer, time, row, STANDARD, ON_GOODS),
                        tax(writer, time, row, BOOKS, ON_BOOKS))),
        EXCHANGE_RATES.stream().map(rate -> exchange(writer, time, today, rate)));
  }

  private static FeedEvent tax(
      EventWriter writer, Instant time, List<String> row, String taxCategory, int column) {
    return writer.write(
        Feed.ERP,
        EventType.TAX_RATE,
        Subjects.taxRate(row.get(JURISDICTION), taxCategory),
        time,
        data ->
            data.text("jurisdiction", row.get(JURISDICTION))
                .text("taxCategory", taxCategory)
                .text("percent", row.get(column)));
  }

  private static FeedEvent exchange(
      EventWriter writer, Instant time, LocalDate today, ExchangeRate rate) {
    LocalDate from = today.minusDays(30);
    return writer.write(
        Feed.ERP,
        EventType.EXCHANGE_RATE,
        Subjects.exchangeRate("EUR", rate.currency(), from),
        time,
        data ->
            data.text("from", "EUR")
                .text("to", rate.currency())
                .text("rate", rate.perEuro())
                .date("validFrom", from));
  }
}
