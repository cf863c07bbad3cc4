package tradecounter.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.decode.EventSamples;
import tradecounter.decode.EventSamples.Sample;

/** What a refused event was about, as far as it can be read. */
class EventSubjectTest {
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          price                  | {'item':'BOLT','list':'BASE','breaks':[{'minimum':1,'amount':'-1'}]} | price of item BOLT on list BASE
          price                  | {'item':'BOLT','list':'BASE','uom':'BOX','validFrom':'2026-01-01'} | price of item BOLT on list BASE per BOX from 2026-01-01
          price                  | {'item':4711,'list':'BASE'}                       | price of item 4711 on list BASE
          price                  | {'item':'BOLT','list':{},'onHnad':[]}             | price of item BOLT
          price                  | {'item':null,'breaks':1}                          |
          price                  | []                                                |
          price.deleted          | {'item':'BOLT','list':'BASE'}                     | deletion of price of item BOLT on list BASE
          price-list             | {'list':'BASE','currency':'EUX'}                  | price list BASE
          contract-price         | {'contract':'K-1','customer':'C-1','item':'BOLT','uom':'BOX'} | contract K-1 of customer C-1 for item BOLT per BOX
          contract-price         | {'contract':'K-1','buyingGroup':'G','category':'CABLE'} | contract K-1 of buying group G for category CABLE
          promotion              | {'promotion':'P-1','scope':{'items':[]}}          | promotion P-1
          tax-rate               | {'jurisdiction':'DE','taxCategory':'FOOD','percent':'1900'} | tax rate of DE for tax category FOOD
          exchange-rate          | {'from':'EUR','to':'USD','rate':'0','validFrom':'2026-01-01'} | exchange rate of EUR in USD from 2026-01-01
          cost                   | {'item':'BOLT','location':'DC1','amount':'-1'}    | cost of item BOLT at location DC1
          position.set           | {'item':'BOLT','location':'DC1','onHand':'a'}     | position of item BOLT at location DC1
          commitment             | {'supplier':'S','item':'BOLT'}                    | commitment of S for item BOLT
          pricelist              | {'list':'BASE'}                                   |
          """)
  void whatAnEventIsAbout(String object, String data, @Nullable String subject) {
    String event = EventSamples.event("tradecounter." + object + ".v1", data);
    assertThat(EventSubject.of(event.getBytes(UTF_8)).orElse(null)).isEqualTo(subject);
  }

  @Test
  void everyKindOfEventIsAboutSomething() {
    for (Sample sample : EventSamples.all()) {
      byte[] event = EventSamples.event(sample.type(), sample.minimal()).getBytes(UTF_8);
      assertThat(EventSubject.of(event)).as(sample.name()).isPresent();
    }
  }

  @Test
  void whatIsTooLongIsCutBetweenCharacters() {
    String event =
        EventSamples.event("tradecounter.item.v1", "{'item':'" + "\uD83D\uDE00".repeat(100) + "'}");
    assertThat(EventSubject.of(event.getBytes(UTF_8)))
        .contains("item " + "\uD83D\uDE00".repeat(64) + "…");
  }

  @Test
  void whatCannotBeReadHasNoSubject() {
    for (String text : List.of("", "x", "[]", "1", "null", "{}", "{\"type\":1}", "{\"data\":{}}")) {
      assertThat(EventSubject.of(text.getBytes(UTF_8))).as(text).isEmpty();
    }
    Random random = new Random(7);
    byte[] event = EventSamples.event("tradecounter.item.v1", "{'item':'BOLT'}").getBytes(UTF_8);
    for (int length = 0; length < event.length; length++) {
      assertThat(EventSubject.of(Arrays.copyOf(event, length))).isEmpty();
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      assertThat(EventSubject.of(noise)).isEmpty();
    }
  }

  @Test
  void theBytesAreToldAsTextIfTheyAreText() {
    assertThat(letter("{\"é\":1}".getBytes(UTF_8)).rawText()).contains("{\"é\":1}");
    assertThat(letter(new byte[0]).rawText()).contains("");
    assertThat(letter("{\"é\":1}".getBytes(ISO_8859_1)).rawText()).isEmpty();
  }

  private static DeadLetter letter(byte[] raw) {
    return new DeadLetter("erp", raw, "http:1#0", "json-invalid", "no", "", "");
  }
}
