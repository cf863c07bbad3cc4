package tradecounter.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.FixedPoint;

/** The one form in which money, quantities and dates leave the house. */
class JsonTextTest {

  /** Amounts are millionths. */
  @ParameterizedTest(name = "{0} millionths {1} = {2}")
  @CsvSource({
    "89990000, EUR, 89.99",
    "8250000, EUR, 8.25",
    "8000000, EUR, 8.00",
    "0, EUR, 0.00",
    "8250001, EUR, 8.250001",
    "8255000, EUR, 8.255",
    "-10000, EUR, -0.01",
    "8000000, JPY, 8",
    "8500000, JPY, 8.5",
    "8000000, KWD, 8.000",
    "8100000, KWD, 8.100",
    "8123400, KWD, 8.1234",
    "8000000, XYZ, 8.00",
    "999999999999999999, EUR, 999999999999.999999",
    "9223372036854775807, EUR, 9223372036854.775807"
  })
  void moneyHasAtLeastTheDecimalsOfItsCurrency(long amount, String currency, String written) {
    assertThat(JsonText.of(json -> write(json, amount, currency)).toString())
        .isEqualTo("{\"price\":{\"amount\":\"%s\",\"currency\":\"%s\"}}", written, currency);
  }

  private static void write(
      com.fasterxml.jackson.core.JsonGenerator json, long amount, String currency)
      throws java.io.IOException {
    json.writeStartObject();
    JsonText.money(json, "price", amount, currency);
    json.writeEndObject();
  }

  @ParameterizedTest(name = "{0} millionths = {1}")
  @CsvSource({
    "12000000, 12",
    "250000, 0.25",
    "0, 0",
    "-3000000, -3",
    "-1500000, -1.5",
    "-1, -0.000001",
    "1, 0.000001",
    "100000000000000, 100000000",
    "999999999999999999, 999999999999.999999"
  })
  void aQuantityIsAPlainNumberWithoutExponent(long quantity, String written) {
    assertThat(quantity(quantity)).isEqualTo("{\"quantity\":%s}", written);
  }

  /** What we write as a quantity we also read as one, to the last decimal. */
  @Test
  void everyQuantityIsReadBackAsItWas() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      long quantity = random.nextLong() % FixedPoint.INPUT_LIMIT >> random.nextInt(60);
      byte[] bytes = JsonText.of(json -> json.writeNumber(text(quantity))).getBytes();
      try (JsonCursor in = new JsonCursor(bytes, 0, bytes.length, false)) {
        in.start();
        assertThat(in.quantity()).as("seed %s", seed).isEqualTo(quantity);
        in.end();
      }
    }
  }

  private static String text(long quantity) {
    String object = quantity(quantity);
    return object.substring(object.indexOf(':') + 1, object.length() - 1);
  }

  private static String quantity(long quantity) {
    return JsonText.of(
            json -> {
              json.writeStartObject();
              JsonText.quantity(json, "quantity", quantity);
              json.writeEndObject();
            })
        .toString();
  }

  @Test
  void daysAndInstantsAreIsoInUtc() {
    assertThat(
            JsonText.of(
                    json -> {
                      json.writeStartObject();
                      JsonText.day(json, "on", 20_780);
                      JsonText.instant(json, "at", 1_795_420_800_120L);
                      json.writeEndObject();
                    })
                .toString())
        .isEqualTo("{\"on\":\"2026-11-23\",\"at\":\"2026-11-23T08:00:00.120Z\"}");
  }

  @Test
  void textIsEscaped() {
    assertThat(JsonText.of(json -> json.writeString("\"\u0000\n é</script>")).toString())
        .isEqualTo("\"\\\"\\u0000\\n é</script>\"");
  }
}
