package tradecounter.storefront.quote;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Day;
import tradecounter.json.JsonCursor;
import tradecounter.json.JsonText;
import tradecounter.json.RefusalException;
import tradecounter.storefront.quote.Quote.PinnedLine;

/**
 * A quote as JSON, for its token: lines and parts are arrays, since a token may have to carry a
 * thousand of them. Read as strictly as what a stranger sends.
 */
final class QuoteText {
  /** Changed whenever a token of before could be read wrongly. */
  private static final int FORMAT = 1;

  private static final int LONGEST_CLIENT = 8_000;
  private static final int LONGEST_VERSION = 65_536;

  private QuoteText() {}

  static byte[] write(Quote quote) {
    return JsonText.of(
            json -> {
              json.writeStartObject();
              json.writeNumberField("format", FORMAT);
              json.writeStringField("quoteId", quote.quoteId());
              json.writeStringField("client", quote.client());
              json.writeStringField("customer", quote.customer());
              json.writeStringField("shipTo", quote.shipTo());
              json.writeStringField("currency", quote.currency());
              json.writeBooleanField("shipComplete", quote.shipComplete());
              json.writeStringField("priceVersion", quote.priceVersion());
              json.writeNumberField("issuedAt", quote.issuedAt().toEpochMilli());
              json.writeNumberField("expiresAt", quote.expiresAt().toEpochMilli());
              json.writeArrayFieldStart("lines");
              for (PinnedLine line : quote.lines()) {
                write(json, line);
              }
              json.writeEndArray();
              json.writeEndObject();
            })
        .getBytes();
  }

  private static void write(JsonGenerator json, PinnedLine line) throws IOException {
    json.writeStartArray();
    json.writeString(line.lineId());
    json.writeString(line.item());
    json.writeString(line.uom());
    json.writeNumber(line.quantity());
    json.writeNumber(line.base());
    json.writeNumber(line.unitPrice());
    json.writeNumber(line.priceUnit());
    json.writeNumber(line.extendedPrice());
    if (line.tax().isPresent()) {
      json.writeNumber(line.tax().get());
    } else {
      json.writeNull();
    }
    json.writeNumber(line.day());
    json.writeStartArray();
    for (Promise.Part part : line.parts()) {
      json.writeStartArray();
      json.writeNumber(part.quantity());
      json.writeNumber(part.day());
      if (part.shipsOnDay() == Day.OPEN_START) {
        json.writeNull();
      } else {
        json.writeNumber(part.shipsOnDay());
      }
      json.writeString(part.routing().name());
      json.writeString(part.source());
      json.writeString(part.from());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndArray();
  }

  /** The quote that {@link #write} wrote. */
  static Quote read(byte[] text) throws IOException, RefusalException {
    try (JsonCursor in = new JsonCursor(text, 0, text.length, false)) {
      return new Reading(in).quote();
    }
  }

  /** One quote being read. */
  private static final class Reading {
    private final JsonCursor in;
    private int format;
    private String quoteId = "";
    private String client = "";
    private String customer = "";
    private String shipTo = "";
    private String currency = "";
    private boolean shipComplete;
    private String priceVersion = "";
    private long issuedAt;
    private long expiresAt;
    private List<PinnedLine> lines = List.of();

    Reading(JsonCursor in) {
      this.in = in;
    }

    Quote quote() throws IOException, RefusalException {
      in.start();
      in.object(
          field -> {
            switch (field) {
              case "format" -> format = in.integer(FORMAT, FORMAT);
              case "quoteId" -> quoteId = in.key();
              case "client" -> client = in.text(LONGEST_CLIENT, 0);
              case "customer" -> customer = in.key();
              case "shipTo" -> shipTo = in.text();
              case "currency" -> currency = in.currency();
              case "shipComplete" -> shipComplete = in.flag();
              case "priceVersion" -> priceVersion = in.text(LONGEST_VERSION, 0);
              case "issuedAt" -> issuedAt = number();
              case "expiresAt" -> expiresAt = number();
              case "lines" -> lines = in.array(this::line);
              default -> in.unknown(field);
            }
          });
      in.end();
      if (format != FORMAT || quoteId.isEmpty() || customer.isEmpty() || lines.isEmpty()) {
        throw in.wrong("is not a whole quote");
      }
      return new Quote(
          quoteId,
          client,
          customer,
          shipTo,
          currency,
          shipComplete,
          priceVersion,
          Instant.ofEpochMilli(issuedAt),
          Instant.ofEpochMilli(expiresAt),
          lines);
    }

    private PinnedLine line() throws IOException, RefusalException {
      String[] keys = new String[3];
      long[] numbers = new long[7];
      boolean[] taxed = {true};
      List<Promise.Part> parts = new ArrayList<>();
      int[] at = {0};
      in.array(
          11,
          () -> {
            int place = at[0]++;
            if (place < 3) {
              keys[place] = in.key();
            } else if (place == 10) {
              parts.addAll(in.array(this::part));
            } else if (place == 8 && in.isNull()) {
              taxed[0] = false;
            } else {
              numbers[place - 3] = number();
            }
            return place;
          });
      if (at[0] != 11) {
        throw in.wrong("is not a whole line");
      }
      return new PinnedLine(
          keys[0],
          keys[1],
          keys[2],
          numbers[0],
          numbers[1],
          numbers[2],
          Math.toIntExact(numbers[3]),
          numbers[4],
          taxed[0] ? Optional.of(numbers[5]) : Optional.empty(),
          Math.toIntExact(numbers[6]),
          parts);
    }

    private Promise.Part part() throws IOException, RefusalException {
      long[] numbers = {0, 0, Day.OPEN_START};
      Promise.Routing[] routing = {Promise.Routing.WAREHOUSE};
      String[] names = new String[2];
      int[] at = {0};
      in.array(
          6,
          () -> {
            int place = at[0]++;
            if (place == 3) {
              routing[0] = in.name(Promise.Routing.class);
            } else if (place > 3) {
              names[place - 4] = in.text();
            } else if (place != 2 || !in.isNull()) {
              numbers[place] = number();
            }
            return place;
          });
      if (at[0] != 6) {
        throw in.wrong("is not a whole part");
      }
      return new Promise.Part(
          numbers[0],
          Math.toIntExact(numbers[1]),
          Math.toIntExact(numbers[2]),
          routing[0],
          names[0],
          names[1]);
    }

    private long number() throws IOException, RefusalException {
      return in.whole(Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }
}
