package tradecounter.decode;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.TaxRate;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Tax rates and exchange rates. */
final class RateReader extends DataReader {
  /** So that a rate with all its decimals fits a {@code long}. */
  private static final BigDecimal RATE_LIMIT = BigDecimal.valueOf(900_000_000);

  private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");
  private static final int MAXIMUM_RATE_LENGTH = 32;

  RateReader(JsonCursor in) {
    super(in);
  }

  TaxRate taxRate() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String jurisdiction;
          @Nullable String taxCategory;
          @Nullable Long percent;
          int validFromDay = Day.OPEN_START;
          int validToDay = Day.OPEN_END;
        };
    in.object(
        field -> {
          switch (field) {
            case "jurisdiction" -> it.jurisdiction = in.key();
            case "taxCategory" -> it.taxCategory = in.key();
            case "percent" -> it.percent = percent(0, 1_000, FixedPoint.DECIMALS);
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            default -> in.unknown(field);
          }
        });
    return new TaxRate(
        required("jurisdiction", it.jurisdiction),
        required("taxCategory", it.taxCategory),
        required("percent", it.percent),
        it.validFromDay,
        it.validToDay);
  }

  ExchangeRate exchangeRate() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String from;
          @Nullable String to;
          @Nullable Long rate;
          @Nullable Integer validFromDay;
        };
    in.object(
        field -> {
          switch (field) {
            case "from" -> it.from = in.currency();
            case "to" -> it.to = in.currency();
            case "rate" -> it.rate = rate();
            case "validFrom" -> it.validFromDay = in.day();
            default -> in.unknown(field);
          }
        });
    return new ExchangeRate(
        required("from", it.from),
        required("to", it.to),
        required("rate", it.rate),
        required("validFrom", it.validFromDay));
  }

  private long rate() throws IOException, RefusalException {
    String text = in.decimalText();
    if (text.length() > MAXIMUM_RATE_LENGTH || !PLAIN_DECIMAL.matcher(text).matches()) {
      throw in.wrong("must be a plain decimal number, such as \"1.0837\"");
    }
    BigDecimal rate = new BigDecimal(text);
    if (rate.signum() <= 0) {
      throw in.wrongValue("must be above zero");
    }
    if (rate.compareTo(RATE_LIMIT) >= 0) {
      throw in.wrongValue("must be below " + RATE_LIMIT);
    }
    if (rate.scale() > ExchangeRate.DECIMALS) {
      throw in.wrongValue("must have at most " + ExchangeRate.DECIMALS + " decimals");
    }
    return rate.movePointRight(ExchangeRate.DECIMALS).longValueExact();
  }
}
