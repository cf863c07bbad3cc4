package tradecounter.decode;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static tradecounter.decode.EventSamples.event;
import static tradecounter.decode.EventSamples.fullEvent;
import static tradecounter.decode.EventSamples.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.contract.EventSchemas;
import tradecounter.decode.EventSamples.Sample;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.WorkCalendar;

/**
 * The decoder and the JSON Schemas are two accounts of the same events: they take and refuse the
 * same, except for what {@link #DECODER_ONLY} and {@link #SCHEMA_ONLY} list. Whatever the bytes,
 * decoding ends with an event or with a refusal that its sender can act on.
 *
 * <p>The mutations come from a fixed seed, because a validator has quirks of its own to be met;
 * {@code -Dseed=} tries others.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventDecoderTest {
  private static final EventSchemas SCHEMAS = new EventSchemas();
  private static final EventDecoder DECODER = new EventDecoder("erp", false);
  private static final List<Sample> SAMPLES = EventSamples.all();
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** What only one of the two refuses, and why that is so. */
  private record Intended(String reason, String code, String detail) {
    boolean covers(Decoded.Refused refused) {
      return refused.code().equals(code) && refused.detail().matches(detail);
    }
  }

  /** Taken by the schema, refused by the decoder. */
  private static final List<Intended> DECODER_ONLY =
      List.of(
          // To a schema, 1e3, 1.0 and 0.1000000000 are numbers like any other.
          new Intended(
              "the validator passes over names that begin so",
              "field-unknown",
              "there is no field .#.*"),
          new Intended("no exponents", "value-invalid", "'.*' is not a plain decimal number"),
          new Intended("at most 6 decimals", "value-invalid", "'.*' has more than 6 decimals"),
          new Intended(
              "no point in a whole number", "value-invalid", ".* must be a whole number .*"),
          new Intended("long numbers", "json-invalid", ".*Number value length .* exceeds .*"),
          // What one field says about another.
          new Intended(
              "bundles", "value-invalid", "components: (a BUNDLE needs|a bundle cannot).*"),
          new Intended(
              "keys", "value-invalid", "(components|uoms|sources|lines): .* is listed twice"),
          new Intended("keys", "value-invalid", "breaks: the minimum .* is given twice"),
          new Intended("order", "value-invalid", "quantityRules: minimum must not exceed maximum"),
          new Intended("order", "value-invalid", "validFrom must not be after validTo"),
          new Intended("order", "value-invalid", "from must not be after to"),
          new Intended("shares", "value-invalid", "effect: get must be at most 1000 times buy.*"),
          new Intended("order", "value-invalid", "tax: validFrom must not be after validTo"),
          new Intended(
              "order",
              "value-invalid",
              "derivedFrom: minimumMarginPercent must not exceed maximumMarginPercent"),
          new Intended("circles", "formula-circular", "list .* is derived from itself: .*"),
          new Intended("pairs", "value-invalid", "from and to must be two currencies"),
          // ISO 4217 is longer than a schema should be.
          new Intended("currencies", "currency-unknown", "'[A-Z]{3}' is not a currency of ISO .*"),
          // The tz database is longer than a schema should be.
          new Intended("zones", "value-invalid", "'.*' is not a time zone such as Europe/Berlin"),
          // RFC 3339 allows a leap second, offsets up to 23:59 and any number of decimals.
          new Intended("instants", "value-invalid", "'.*' is not an instant such as .*"),
          new Intended("instants", "value-invalid", "must be a text of 20 to 35 characters"),
          // Half a surrogate pair can be escaped in JSON, but not be written in UTF-8.
          new Intended("surrogates", "value-invalid", "must not contain half of a surrogate pair"));

  /** Refused by the schema, taken by the decoder: the schema's violations. */
  private static final List<String> SCHEMA_ONLY =
      List.of(
          // The decoder looks at the characters of the source, not at how a URI is built of them.
          "/source: .*",
          // RFC 3339 has an offset of -00:00; the validator has not.
          ".*: does not match the date-time pattern .*\\[-00:00]");

  // ---------------------------------------------------------------- what is taken

  @Test
  void everyTypeHasASample() {
    assertThat(SAMPLES.stream().map(Sample::type))
        .containsExactlyInAnyOrderElementsOf(SCHEMAS.types());
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void takesTheMinimalAndTheFullEvent(Sample sample) {
    for (String data : List.of(sample.minimal(), sample.full())) {
      for (String event : List.of(event(sample.type(), data), fullEvent(sample.type(), data))) {
        assertThat(SCHEMAS.violations(sample.type(), event.getBytes(UTF_8))).isEmpty();
        assertThat(decode(event)).as(event).isInstanceOf(Decoded.Event.class);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void dataMayComeBeforeTheType(Sample sample) throws IOException {
    ObjectNode event = (ObjectNode) MAPPER.readTree(fullEvent(sample.type(), sample.full()));
    ObjectNode turned = MAPPER.createObjectNode();
    turned.set("data", event.get("data"));
    turned.setAll(event);
    assertThat(decode(turned.toString())).isEqualTo(decode(event.toString()));

    ((ObjectNode) turned.get("data")).put("surprise", 1);
    assertThat(decode(turned.toString()))
        .isEqualTo(decode(event.toString()))
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("field-unknown");
              assertThat(refused.pointer()).isEqualTo("/data/surprise");
            });
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    for (String order : List.of("data before type", "type before data")) {
      String event =
          order.startsWith("data")
              ? json(
                  """
                  {'data':{'item':'A'},'specversion':'1.0','id':'1','source':'/e',
                   'type':'tradecounter.item.deleted.v1'}""")
              : event("tradecounter.item.deleted.v1", "{'item':'A'}");
      assertThat(decode("\uFEFF" + event)).as(order).isEqualTo(decode(event));
      assertThat(decode(event)).isInstanceOf(Decoded.Event.class);
    }
  }

  @Test
  void unknownFieldsArePassedOverWhereTheFeedSaysSo() {
    EventDecoder lenient = new EventDecoder("erp", true);
    for (Sample sample : SAMPLES) {
      String event = event(sample.type(), sample.full());
      String surprise = json("{'surprise':{'deep':[1,{'x':null}]},") + event.substring(1);
      String inData = surprise.replace("\"data\":{", "\"data\":{\"surprise\":[[]],");
      assertThat(lenient.decode(inData.getBytes(UTF_8)))
          .isEqualTo(DECODER.decode(event.getBytes(UTF_8)));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sequence '7'                  | time '2026-11-23T08:00:00Z' | 4611686018427387911
          time '2026-11-23T08:00:00Z'   | subject 'A'                 | 1795420800000000
          time '1969-12-31T23:59:59Z'   | subject 'A'                 | 1
          subject 'A'                   | subject 'A'                 | 0
          """)
  void isOrderedBySequenceElseByTimeElseByArrival(String one, String other, long order) {
    StringBuilder attributes = new StringBuilder();
    for (String attribute : List.of(one, one.equals(other) ? "" : other)) {
      if (!attribute.isEmpty()) {
        String[] parts = attribute.split(" ", 2);
        attributes.append("'").append(parts[0]).append("':").append(parts[1]).append(',');
      }
    }
    String event = event("tradecounter.item.deleted.v1", "{'item':'A'}");
    Decoded decoded = decode(json("{" + attributes) + event.substring(1));
    assertThat(((Decoded.Event) decoded).envelope())
        .extracting(Envelope::order, Envelope::feed, Envelope::id)
        .containsExactly(order, "erp", "4711");
  }

  @Test
  void whatAnOutageSays() {
    assertThat(full("outage"))
        .isEqualTo(new Outage("O-1", "DC1", day("2026-12-24"), day("2027-01-02"), "Stocktaking"));
    assertThat(minimal("outage"))
        .isEqualTo(new Outage("O-1", "DC1", Day.OPEN_START, Day.OPEN_END, ""));
  }

  @Test
  void whatAProtectionSays() {
    assertThat(full("protection"))
        .isEqualTo(
            new Protection(
                "P-1",
                "HEX-M8X40-ZP",
                "",
                "WEB",
                "",
                Protection.Bound.MINIMUM,
                100_250_000,
                day("2026-11-01"),
                day("2026-12-31")));
    assertThat(minimal("protection"))
        .isEqualTo(
            new Protection(
                "P-1",
                "",
                "CABLE",
                "",
                "GOLD",
                Protection.Bound.MAXIMUM,
                0,
                Day.OPEN_START,
                Day.OPEN_END));
  }

  @Test
  void whatAThresholdSays() {
    assertThat(full("threshold")).isEqualTo(new Threshold("T-1", "HEX-M8X40-ZP", "", 250_500_000));
    assertThat(minimal("threshold")).isEqualTo(new Threshold("T-1", "", "", 0));
    assertThat(change("threshold", "{'threshold':'T-1','category':'CABLE','low':1}"))
        .isEqualTo(new Threshold("T-1", "", "CABLE", 1_000_000));
  }

  @Test
  void howANetworkSourcesAndWhenItDelivers() {
    assertThat(full("network"))
        .isInstanceOfSatisfying(
            Network.class,
            network -> {
              assertThat(network.sourcing()).isEqualTo(Network.Sourcing.EARLIEST);
              assertThat(network.delivery())
                  .isEqualTo(
                      WorkCalendar.of(
                          Set.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY),
                          Set.of(day("2026-12-28"), day("2028-02-28"))));
            });
    assertThat(minimal("network"))
        .isInstanceOfSatisfying(
            Network.class,
            network -> {
              assertThat(network.sourcing()).isEqualTo(Network.Sourcing.FEWEST_SPLITS);
              assertThat(network.delivery()).isEqualTo(WorkCalendar.EVERY_DAY);
            });
  }

  @Test
  void whenALocationWorks() {
    assertThat(minimal("location"))
        .isEqualTo(
            new Location(
                "DC1",
                "",
                Location.Kind.DC,
                ZoneId.of("Europe/Berlin"),
                WorkCalendar.of(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), Set.of()),
                LocalTime.MAX,
                Location.Status.OPEN));
    assertThat(full("location"))
        .isEqualTo(
            new Location(
                "DC1",
                "Central warehouse",
                Location.Kind.BRANCH,
                ZoneId.of("UTC"),
                WorkCalendar.of(
                    Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.SUNDAY),
                    Set.of(day("2026-12-25"), day("2028-02-29"))),
                LocalTime.of(15, 0),
                Location.Status.CLOSED));
  }

  @Test
  void aUnitHasAtMostTheDecimalsItNames() {
    String item = "{'item':'A','policy':'STOCKED','baseUom':'EA','uoms':[%s]}";
    String box = "{'uom':'BOX','numerator':500,'denominator':3%s}";
    assertThat(((Item) change("item", item.formatted(box.formatted("")))).uoms())
        .containsExactly(new Item.UnitOfMeasure("BOX", 500, 3, 6));
    assertThat(((Item) change("item", item.formatted(box.formatted(",'decimals':0")))).uoms())
        .containsExactly(new Item.UnitOfMeasure("BOX", 500, 3, 0));
  }

  @ParameterizedTest
  @CsvSource({"1000,true", "1001,false"})
  void aCalendarHasAtMostAThousandHolidays(int holidays, boolean taken) {
    String days =
        IntStream.range(0, holidays)
            .mapToObj(i -> "'" + LocalDate.of(2026, 1, 1).plusDays(i) + "'")
            .collect(Collectors.joining(","));
    for (String data :
        List.of(
            "{'location':'L','timeZone':'UTC','holidays':[" + days + "]}",
            "{'network':'N','sources':[],'deliveryHolidays':[" + days + "]}")) {
      String type = data.contains("network") ? "network" : "location";
      Decoded decoded = decode(event("tradecounter." + type + ".v1", data));
      assertThat(decoded instanceof Decoded.Event).isEqualTo(taken);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"outage", "threshold", "protection", "promotion"})
  void aDeletionNamesItsObject(String object) {
    Change deletion = change(object + ".deleted", "{'" + object + "':'A'}");
    assertThat(deletion.key()).isEqualTo(change(object, minimalOf(object, "A")).key());
  }

  private static String minimalOf(String object, String key) {
    return sample(object).minimal().replaceFirst("'[A-Z]-1'", "'" + key + "'");
  }

  private static Change full(String name) {
    return change(name, sample(name).full());
  }

  private static Change minimal(String name) {
    return change(name, sample(name).minimal());
  }

  private static Change change(String name, String data) {
    Decoded decoded = decode(event("tradecounter." + name + ".v1", data));
    assertThat(decoded).isInstanceOf(Decoded.Event.class);
    return ((Decoded.Event) decoded).change();
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  // ---------------------------------------------------------------- what is refused, and how

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          protection | {'protection':'P','channel':'WEB','minimum':1}                                 | give exactly one of 'item' and 'category'
          protection | {'protection':'P','item':'A','category':'B','channel':'WEB','minimum':1}       | give exactly one of 'item' and 'category'
          protection | {'protection':'P','item':'A','minimum':1}                                      | give exactly one of 'channel' and 'customerGroup'
          protection | {'protection':'P','item':'A','channel':'W','customerGroup':'G','minimum':1}    | give exactly one of 'channel' and 'customerGroup'
          protection | {'protection':'P','item':'A','channel':'W'}                                    | give exactly one of 'minimum' and 'maximum'
          protection | {'protection':'P','item':'A','channel':'W','minimum':1,'maximum':2}            | give exactly one of 'minimum' and 'maximum'
          protection | {'item':'A','channel':'W','minimum':1}                                         | the field 'protection' is missing
          threshold  | {'threshold':'T','item':'A','category':'B','low':1}                            | give item or category, or neither
          threshold  | {'threshold':'T'}                                                              | the field 'low' is missing
          threshold  | {'low':1}                                                                      | the field 'threshold' is missing
          contract-price | {'contract':'K','item':'A','discountPercent':'5'}                          | give exactly one of 'customer' and 'buyingGroup'
          contract-price | {'contract':'K','customer':'C','buyingGroup':'G','item':'A','discountPercent':'5'} | give exactly one of 'customer' and 'buyingGroup'
          contract-price | {'contract':'K','customer':'C','item':'A'}                                 | give exactly one of 'breaks' and 'discountPercent'
          contract-price | {'contract':'K','customer':'C','item':'A','discountPercent':'5','priceUnit':100}    | breakGroup and priceUnit come with breaks, not with discountPercent
          price      | {'list':'L','item':'A','breaks':[{'minimum':10,'amount':'1'},{'minimum':10.0,'amount':'2'}]}      | breaks: the minimum 10 is given twice
          price-list | {'list':'L','currency':'EUR','kind':'BASE','derivedFrom':{'list':'L'}}         | list L is derived from itself: name another list in 'derivedFrom'
          price-list | {'list':'L','currency':'EUR','kind':'BASE','derivedFrom':{'list':'B','minimumMarginPercent':'9','maximumMarginPercent':'8'}} | derivedFrom: minimumMarginPercent must not exceed maximumMarginPercent
          promotion  | {'promotion':'P'}                                                              | the field 'effect' is missing
          promotion  | {'promotion':'P','effect':{'amount':'1'}}                                      | an amount or a fixed price needs a currency: give 'currency'
          promotion  | {'promotion':'P','effect':{'fixed':'1'}}                                       | an amount or a fixed price needs a currency: give 'currency'
          promotion  | {'promotion':'P','effect':{'percent':'1'},'currency':'EUR'}                    | 'currency' goes with an amount or a fixed price only: leave it out
          promotion  | {'promotion':'P','effect':{'buy':2,'get':1},'currency':'EUR'}                  | 'currency' goes with an amount or a fixed price only: leave it out
          exchange-rate | {'from':'EUR','to':'EUR','rate':'1','validFrom':'2026-01-01'}               | from and to must be two currencies
          exchange-rate | {'from':'EUR','to':'USD','rate':'1'}                                        | the field 'validFrom' is missing
          exchange-rate.deleted | {'from':'EUR','to':'USD'}                                           | the field 'validFrom' is missing
          cost       | {'item':'A','amount':'1'}                                                      | the field 'currency' is missing
          customer   | {'customer':'C','currency':'EUR','tax':{'exemptions':[{'jurisdiction':'DE','validFrom':'2026-02-01','validTo':'2026-01-01'}]}} | tax: validFrom must not be after validTo
          outage     | {'location':'L'}                                                               | the field 'outage' is missing
          outage     | {'outage':'O'}                                                                 | the field 'location' is missing
          outage     | {'outage':'O','location':'L','from':'2026-12-02','to':'2026-12-01'}            | from must not be after to
          """)
  void saysWhichFieldsDoNotGoTogether(String name, String data, String detail) {
    assertThat(decode(event("tradecounter." + name + ".v1", data)))
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> {
              assertThat(refused.detail()).isEqualTo(detail);
              assertThat(refused.pointer()).isEqualTo("/data");
            });
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          item                   | /data/components/0/quantity     | 0                    | value-invalid
          item                   | /data/quantityRules/multiple    | 0                    | value-invalid
          item                   | /data/description               | 'A\\u0007'           | value-invalid
          item                   | /data/horizonDays               | 731                  | value-invalid
          item                   | /data/item                      | null                 | value-invalid
          location               | /data/timeZone                  | '+01:00'             | value-invalid
          location               | /data/workingDays/1             | 'MON'                | value-invalid
          location               | /data/holidays/0                | '2026-02-30'         | value-invalid
          location               | /data/cutOff                    | '24:00'              | value-invalid
          network                | /data/match/regions/1           | 'DE-N'               | value-invalid
          network                | /data/sources/0/transitDays     | 366                  | value-invalid
          network                | /data/sources/0                 | {'location':'A','supplier':'B'} | field-missing
          network                | /data/sources/0                 | {'rank':1}           | field-missing
          network                | /data/sourcing                  | 'CHEAPEST'           | value-invalid
          network                | /data/deliveryDays/1            | 'MON'                | value-invalid
          network                | /data/deliveryHolidays/1        | '2026-12-28'         | value-invalid
          item                   | /data/uoms/0/decimals           | 7                    | value-invalid
          outage                 | /data/location                  | ''                   | value-invalid
          outage                 | /data/from                      | null                 | value-invalid
          outage                 | /data/to                        | '2027-1-2'           | value-invalid
          threshold              | /data/low                       | -1                   | value-invalid
          threshold              | /data/low                       | '1'                  | value-invalid
          protection             | /data/minimum                   | 1e3                  | value-invalid
          protection             | /data/channel                   | ['WEB']              | value-invalid
          customer               | /data/groups/0                  | {'group':'GOLD'}     | field-missing
          customer               | /data/lists/1                   | 'C-10042-AUTUMN'     | value-invalid
          customer               | /data/terms/creditLimit         | '-0'                 | value-invalid
          customer               | /data/terms/openBalance         | '1.0000000'          | value-invalid
          customer               | /data/currency                  | 'eur'                | currency-unknown
          customer               | /data/tax/status                | 'STANDARD'           | value-invalid
          price-list             | /data/currency                  | 'XAU'                | currency-unknown
          price-list             | /data/derivedFrom/discountPercent      | '100.01'      | value-invalid
          price-list             | /data/derivedFrom/discountPercent      | '-1000.01'    | value-invalid
          price-list             | /data/derivedFrom/minimumMarginPercent | '100'         | value-invalid
          price-list             | /data/derivedFrom/maximumMarginPercent | '-1000'       | value-invalid
          price-list             | /data/derivedFrom/roundTo              | '-0.05'       | value-invalid
          price-list             | /data/derivedFrom                      | {'roundTo':'1'} | field-missing
          price                  | /data/priceUnit                 | 10                   | value-invalid
          price                  | /data/priceUnit                 | 10000                | value-invalid
          contract-price         | /data/currency                  | 'ABC'                | currency-unknown
          contract-price         | /data/priceUnit                 | 10                   | value-invalid
          promotion              | /data/effect                    | {}                   | field-missing
          promotion              | /data/effect                    | {'percent':'5','amount':'1'} | field-missing
          promotion              | /data/effect                    | {'buy':10,'get':1,'fixed':'1'} | field-missing
          promotion              | /data/effect                    | {'buy':10}           | field-missing
          promotion              | /data/effect                    | {'get':1}            | field-missing
          promotion              | /data/effect/amount             | '-1'                 | value-invalid
          promotion              | /data/effect/amount             | '0'                  | value-invalid
          promotion              | /data/currency                  | 'XXX'                | currency-unknown
          promotion              | /data/scope/customerGroups/1    | 'GOLD'               | value-invalid
          tax-rate               | /data/percent                   | '1000.000001'        | value-invalid
          tax-rate               | /data/percent                   | '-1'                 | value-invalid
          exchange-rate          | /data/rate                      | '0'                  | value-invalid
          exchange-rate          | /data/rate                      | '-1.1'               | value-invalid
          exchange-rate          | /data/rate                      | '900000000'          | value-invalid
          exchange-rate          | /data/rate                      | '1.12345678901'      | value-invalid
          exchange-rate          | /data/rate                      | '1,1'                | value-invalid
          exchange-rate          | /data/rate                      | 1.1                  | value-invalid
          exchange-rate          | /data/to                        | 'XDR'                | currency-unknown
          cost                   | /data/amount                    | '-0.01'              | value-invalid
          cost                   | /data/currency                  | 'EURO'               | currency-unknown
          exchange-rate.deleted  | /data/from                      | 'EURO'               | currency-unknown
          position.set           | /data/onHand                    | 1e3                  | value-invalid
          position.set           | /data/onHand                    | 1e999999999          | value-invalid
          position.set           | /data/onHand                    | 0.0000001            | value-invalid
          position.set           | /data/onHand                    | 1000000000000        | value-invalid
          position.set           | /data/allocated                 | -1                   | value-invalid
          position.set           | /data/reflects/orderLines/1     | 'O-1001/1'           | value-invalid
          position.set           | /data/reflects/watermark        | 'yesterday'          | value-invalid
          position.adjusted      | /data/reason                    | ''                   | value-invalid
          commitment             | /data/asOf                      | '2026-11-23'         | value-invalid
          commitment             | /data/leadTimeDays              | 1.0                  | value-invalid
          price-list             | /data/kind                      | 'base'               | value-invalid
          price                  | /data/breaks/0/amount           | 9.10                 | value-invalid
          price                  | /data/breaks/0/amount           | '1.1234567'          | value-invalid
          price                  | /data/breaks/0                  | {'minimum':1}        | field-missing
          contract-price         | /data/contract                  | '\\uD800'            | value-invalid
          item.deleted           | /specversion                    | '0.3'                | value-invalid
          item.deleted           | /time                           | '+999999999-12-31T23:59:59Z' | value-invalid
          item.deleted           | /time                           | '2026-11-23T08:00+01:00'     | value-invalid
          item.deleted           | /time                           | '2026-11-23T08:00:00+01:00:30' | value-invalid
          item.deleted           | /sequence                       | '01'                 | value-invalid
          item.deleted           | /sequence                       | 1042                 | value-invalid
          item.deleted           | /source                         | 'erp main'           | value-invalid
          item.deleted           | /datacontenttype                | 'application/jsonx'  | value-invalid
          item.deleted           | /traceparent                    | '00-1-2-3'           | value-invalid
          item.deleted           | /type                           | 'tradecounter.weather.v1' | type-unknown
          item.deleted           | /type                           | 'tradecounter.item.v2'    | type-unknown
          item.deleted           | /type                           | 'tradecounter.v1'         | type-unknown
          item.deleted           | /data                           | 'A'                  | value-invalid
          """)
  void refusesAWrongValueAtItsPlace(String name, String pointer, String value, String code)
      throws IOException {
    Sample sample = sample(name);
    ObjectNode event = (ObjectNode) MAPPER.readTree(fullEvent(sample.type(), sample.full()));
    JsonPointer place = JsonPointer.compile(pointer);
    replace(event.at(place.head()), place.last(), RAW);
    Decoded decoded = decode(raw(event, json(value)));
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> {
              assertThat(refused.pointer()).isEqualTo(pointer);
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.id()).isEqualTo(pointer.equals("/specversion") ? "" : "4711");
            });
  }

  @Test
  void namesTheFieldThatIsGivenTwice() {
    String event = event("tradecounter.item.deleted.v1", "{'item':'A','item':'A'}");
    assertThat(decode(event))
        .isEqualTo(
            new Decoded.Refused(
                "field-duplicate", "the field is given twice", "/data/item", "4711"));
  }

  @Test
  void refusesReflectsWithoutAFigure() {
    String event =
        event("tradecounter.position.set.v1", "{'item':'A','location':'L','reflects':{}}");
    assertThat(decode(event))
        .isEqualTo(
            new Decoded.Refused(
                "value-invalid",
                "none of onHand, allocated, blocked, safetyStock is given",
                "/data",
                "4711"));
  }

  @Test
  void refusesWhatIsNotUtf8() {
    String event = event("tradecounter.item.deleted.v1", "{'item':'A'}");
    for (byte[] bytes :
        List.of(
            event.getBytes(UTF_16BE),
            ("\uFEFF" + event).getBytes(UTF_16BE),
            new byte[] {0, 0, '{', 0},
            new byte[] {0, 0, 0, '{', (byte) 0xFF, 0, 0, 0},
            new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0})) {
      assertThat(((Decoded.Refused) checked(bytes)).code()).isEqualTo("json-invalid");
    }
  }

  /** Each of these would take seconds or all memory if it were taken at its word. */
  @Test
  void hugeInputsCostNoMoreThanTheirBytes() {
    String digits = "9".repeat(400_000);
    for (String value :
        List.of(
            digits,
            "0." + digits,
            "1e" + digits,
            "1e999999999",
            "'" + digits + "'",
            "'\\u0041".concat("\\u0041".repeat(60_000)) + "'",
            "[".repeat(400_000),
            "{'a':".repeat(80_000),
            "[" + "0,".repeat(200_000) + "0]")) {
      for (String name : List.of("price", "position.set", "commitment", "network")) {
        String raw = json(value);
        assertThat(checked(raw(everyValue(name), raw).getBytes(UTF_8)))
            .isInstanceOf(Decoded.Refused.class);
        String unknown = json("{'surprise':") + raw + "," + event("x", "{}").substring(1);
        assertThat(checked(unknown.getBytes(UTF_8))).isInstanceOf(Decoded.Refused.class);
        checked(new EventDecoder("erp", true), unknown.getBytes(UTF_8));
      }
    }
  }

  /** The sample with the placeholder at its last leaf. */
  private static ObjectNode everyValue(String name) {
    ObjectNode event = tree(sample(name));
    List<Place> places = places(event);
    Place last = places.getLast();
    replace(last.parent(), last.key(), RAW);
    return event;
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void refusesAnEventCutOffAnywhere(Sample sample) {
    byte[] whole = fullEvent(sample.type(), sample.full()).strip().getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      Decoded decoded = checked(Arrays.copyOf(whole, length));
      assertThat(decoded).as("%s cut at %s", sample, length).isInstanceOf(Decoded.Refused.class);
    }
    for (String tail : List.of("{", "}", "x", "0", ",", "{}", " []", "\u0000")) {
      byte[] longer = (new String(whole, UTF_8) + tail).getBytes(UTF_8);
      assertThat(checked(longer)).as(tail).isInstanceOf(Decoded.Refused.class);
    }
  }

  // ---------------------------------------------------------------- the same as the schemas

  private static final String RAW = "@raw@";
  private static final int TREE_MUTATIONS = 30_000;
  private static final int BYTE_MUTATIONS = 30_000;

  /** What may stand in for a value, as JSON with apostrophes. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "{}",
          "[]",
          "[[]]",
          "[null]",
          "0",
          "-0",
          "-0.0",
          "1",
          "-1",
          "1.0",
          "1.5",
          "2.50",
          "1e0",
          "1e9",
          "1E-3",
          "7",
          "0.000001",
          "0.0000001",
          "0.1234567",
          "0.1000000000",
          "999999999999",
          "-999999999999.999999",
          "1000000000000",
          "-1000000000000",
          "9223372036854775808",
          "123456789012345678901234567890123456789012345",
          "NaN",
          "Infinity",
          "+1",
          "01",
          ".5",
          "''",
          "' '",
          "'A'",
          "'x y'",
          "'é'",
          "'\\u0000'",
          "'a\\u0007b'",
          "'a\\u0085b'",
          "'\\n'",
          "'\\uD83D\\uDE00'",
          "'\\uD83D'",
          "'\\uDE00x'",
          "'" + "k".repeat(64) + "'",
          "'" + "k".repeat(65) + "'",
          "'" + "\\uD83D\\uDE00".repeat(64) + "'",
          "'" + "\\uD83D\\uDE00".repeat(65) + "'",
          "'" + "t".repeat(1_000) + "'",
          "'" + "t".repeat(1_001) + "'",
          "'" + "t".repeat(70_000) + "'",
          "'0'",
          "'-0'",
          "'1'",
          "'-1'",
          "'+1'",
          "'1.'",
          "'.5'",
          "'01'",
          "'1.5'",
          "'100'",
          "'100.0001'",
          "'-100'",
          "'-999.9999'",
          "'-1000'",
          "'1000'",
          "'0.0000000001'",
          "'900000000'",
          "'899999999.5'",
          "'100.00000'",
          "'99.99999'",
          "'1.123456'",
          "'1.1234567'",
          "'1.0000000'",
          "'999999999999.999999'",
          "'1000000000000'",
          "'1e3'",
          "'NaN'",
          "'2026-11-23'",
          "'2026-02-29'",
          "'2026-02-30'",
          "'2028-02-29'",
          "'2026-13-01'",
          "'2026-1-1'",
          "'20261123'",
          "'0000-01-01'",
          "'9999-12-31'",
          "'12026-11-23'",
          "'+2026-11-23'",
          "'-2026-11-23'",
          "'2026-11-23T08:00:00Z'",
          "'2026-11-23t08:00:00z'",
          "'2026-11-23T08:00:00.123456789Z'",
          "'2026-11-23T08:00:00.1234567890Z'",
          "'2026-11-23T08:00:00+01:00'",
          "'2026-11-23T08:00:00-00:00'",
          "'2026-11-23T08:00:00+23:59'",
          "'2026-11-23T08:00:00+24:00'",
          "'2026-11-23T08:00:00+01:00:30'",
          "'2026-11-23T08:00+01:00'",
          "'2026-11-23T08:00:00'",
          "'2026-11-23 08:00:00Z'",
          "'2026-11-23T24:00:00Z'",
          "'2016-12-31T23:59:60Z'",
          "'2026-02-30T08:00:00Z'",
          "'+999999999-12-31T23:59:59Z'",
          "'EUR'",
          "'XXX'",
          "'ZZZ'",
          "'eur'",
          "'EU'",
          "'EURO'",
          "'MON'",
          "'RANK'",
          "'15:00'",
          "'24:00'",
          "'9:00'",
          "'STOCKED'",
          "'BUNDLE'",
          "'OPEN'",
          "'open'",
          "'GROUP'",
          "'Europe/Berlin'",
          "'Mars/Olympus'",
          "'+01:00'",
          "'UTC'",
          "['A','A']",
          "['A','B']",
          "['MON','MON']",
          "['2026-01-01','2026-01-01']",
          "[{'minimum':1,'amount':'1'},{'minimum':1.0,'amount':'2'}]",
          "[{'uom':'A','numerator':1,'denominator':1},{'uom':'A','numerator':2,'denominator':1}]",
          "[{'location':'A'},{'location':'A'}]",
          "[{'location':'A','supplier':'B'}]",
          "[{'group':'A'}]",
          "{'orderLines':['A','A']}",
          "{'minimum':5,'maximum':1}",
          "{'multiple':0}",
          "{'list':'L'}",
          "{'list':'GOLD-EUR'}",
          "{'percent':'5'}",
          "{'fixed':'0'}",
          "{'buy':2,'get':1}",
          "{'buy':2}",
          "{'buy':0.001,'get':1}",
          "{'buy':0.000999,'get':0.1}",
          "{'buy':1,'get':1001}",
          "{'percent':'5','amount':'1'}",
          "[".repeat(40) + "]".repeat(40));

  /** Fields that some type knows, so that they turn up where they do not belong. */
  private static final List<String> FIELDS =
      List.of(
          "item",
          "category",
          "location",
          "supplier",
          "breaks",
          "discountPercent",
          "channel",
          "customerGroup",
          "minimum",
          "maximum",
          "from",
          "to",
          "low",
          "decimals",
          "sourcing",
          "deliveryDays",
          "reflects",
          "derivedFrom",
          "buyingGroup",
          "priceUnit",
          "breakGroup",
          "currency",
          "fixed",
          "get",
          "safetyStock",
          "validFrom",
          "validTo",
          "uom",
          "groups",
          "onHnad",
          "components",
          "policy",
          "dataschema",
          "x~1/y");

  @Test
  void agreesWithTheSchemasOnMutatedValues() {
    long seed = Long.getLong("seed", 20_261_123);
    Random random = new Random(seed);
    int taken = 0;
    for (int round = 0; round < TREE_MUTATIONS; round++) {
      Sample sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
      ObjectNode event = tree(sample);
      String text = mutated(event, random);
      taken += agrees(text.getBytes(UTF_8), sample, "seed " + seed + ", round " + round) ? 1 : 0;
    }
    // Neither a fuzz that changes nothing nor one that only breaks things would show much.
    assertThat(taken).as("seed %s", seed).isBetween(TREE_MUTATIONS / 50, TREE_MUTATIONS / 2);
  }

  @Test
  void agreesWithTheSchemasOnMutatedBytes() {
    long seed = Long.getLong("seed", 20_261_123);
    Random random = new Random(seed);
    for (int round = 0; round < BYTE_MUTATIONS; round++) {
      Sample sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
      byte[] bytes = fullEvent(sample.type(), sample.full()).getBytes(UTF_8);
      for (int i = 0; i <= random.nextInt(3); i++) {
        bytes = mutated(bytes, random);
      }
      agrees(bytes, sample, "seed " + seed + ", round " + round);
    }
  }

  /** One or two changes of the tree. */
  private static String mutated(ObjectNode event, Random random) {
    String value = json(VALUES.get(random.nextInt(VALUES.size())));
    List<Place> places = places(event);
    Place place = places.get(random.nextInt(places.size()));
    int kind = random.nextInt(10);
    if (kind == 0) {
      remove(place);
      return event.toString();
    }
    if (kind == 1 && place.parent() instanceof ObjectNode object) {
      object.put(FIELDS.get(random.nextInt(FIELDS.size())), RAW);
      return raw(event, value);
    }
    if (kind == 2 && place.parent() instanceof ObjectNode object) {
      // The same field twice.
      String was = String.valueOf(object.get(place.key()));
      object.put(place.key(), RAW);
      return raw(event, was + ",\"" + place.key() + "\":" + value);
    }
    if (kind == 3) {
      // The value of another place, of this sample or of another.
      ObjectNode other = tree(SAMPLES.get(random.nextInt(SAMPLES.size())));
      List<Place> others = places(other);
      Place from = others.get(random.nextInt(others.size()));
      value = String.valueOf(child(from));
    }
    if (kind == 4 && place.parent() instanceof ArrayNode array && !array.isEmpty()) {
      array.add(array.get(0));
      return event.toString();
    }
    replace(place.parent(), place.key(), RAW);
    return raw(event, value);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    byte[] interesting = "{}[]\",:0-9eE.\\ut\u0000\u0007 \nAz/".getBytes(UTF_8);
    byte[] changed = bytes.clone();
    switch (random.nextInt(5)) {
      case 0 -> changed[at] = (byte) random.nextInt(256);
      case 1 -> changed[at] = interesting[random.nextInt(interesting.length)];
      case 2 -> changed = Arrays.copyOf(bytes, at);
      case 3 -> {
        // Cut out a stretch.
        int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
        changed = joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
      }
      default -> {
        // Repeat a stretch.
        int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
        changed = joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
      }
    }
    return changed.length == 0 ? new byte[] {' '} : changed;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(one.length + other.length);
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }

  /** Whether both take it; fails if they disagree without an intended reason. */
  private static boolean agrees(byte[] bytes, Sample sample, String round) {
    Decoded decoded = checked(bytes);
    List<String> violations = SCHEMAS.violations(type(bytes, sample), bytes);
    if (decoded instanceof Decoded.Refused refused) {
      boolean intended = DECODER_ONLY.stream().anyMatch(known -> known.covers(refused));
      if (violations.isEmpty() && !intended) {
        fail("%s: only the decoder refuses %s: %s", round, text(bytes), refused);
      }
      pointsAtSomething(refused, bytes, round);
      return false;
    }
    String offset = text(bytes).contains("-00:00\"") ? "[-00:00]" : "";
    boolean intended =
        violations.stream().allMatch(v -> SCHEMA_ONLY.stream().anyMatch((v + offset)::matches));
    if (!intended) {
      fail("%s: only the schema refuses %s: %s", round, text(bytes), violations);
    }
    return true;
  }

  /** The place that a refusal names exists in what was sent. */
  private static void pointsAtSomething(Decoded.Refused refused, byte[] bytes, String round) {
    if (refused.pointer().isEmpty()) {
      return;
    }
    try {
      JsonNode place = MAPPER.readTree(bytes).at(refused.pointer());
      if (!refused.code().equals("field-duplicate")) {
        assertThat(place.isMissingNode()).as("%s: %s in %s", round, refused, text(bytes)).isFalse();
      }
    } catch (IOException e) {
      // The decoder met something wrong before the place where it stops being JSON.
    }
  }

  private static String type(byte[] bytes, Sample sample) {
    try {
      String type = MAPPER.readTree(bytes).path("type").asText();
      return SCHEMAS.types().contains(type) ? type : sample.type();
    } catch (IOException e) {
      return sample.type();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, 2_000), UTF_8);
  }

  private static Decoded decode(String event) {
    return checked(event.getBytes(UTF_8));
  }

  private static Decoded checked(byte[] bytes) {
    return checked(DECODER, bytes);
  }

  /** Every refusal has a code for programs, a sentence for people, and a JSON pointer. */
  private static Decoded checked(EventDecoder decoder, byte[] bytes) {
    Decoded decoded;
    try {
      decoded = decoder.decode(bytes);
    } catch (RuntimeException e) {
      throw new AssertionError("decoding throws on " + text(bytes), e);
    }
    if (decoded instanceof Decoded.Refused refused) {
      assertThat(refused.code()).matches("[a-z]+(-[a-z]+)*");
      assertThat(refused.detail()).isNotBlank().hasSizeLessThan(500).doesNotContain("\n");
      assertThat(JsonPointer.compile(refused.pointer())).isNotNull();
    }
    return decoded;
  }

  // ---------------------------------------------------------------- trees with a raw place

  /** A field of an object or an index of an array. */
  private record Place(JsonNode parent, String key) {}

  private static Sample sample(String name) {
    return SAMPLES.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static ObjectNode tree(Sample sample) {
    try {
      return (ObjectNode) MAPPER.readTree(fullEvent(sample.type(), sample.full()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Place> places(JsonNode node) {
    List<Place> places = new ArrayList<>();
    node.properties()
        .forEach(
            field -> {
              places.add(new Place(node, field.getKey()));
              places.addAll(places(field.getValue()));
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      places.add(new Place(node, Integer.toString(i)));
      places.addAll(places(node.path(i)));
    }
    return places;
  }

  private static JsonNode child(Place place) {
    return place.parent().at(JsonPointer.empty().appendProperty(place.key()));
  }

  private static void remove(Place place) {
    if (place.parent() instanceof ObjectNode object) {
      object.remove(place.key());
    } else {
      ((ArrayNode) place.parent()).remove(Integer.parseInt(place.key()));
    }
  }

  private static void replace(JsonNode parent, JsonPointer key, String text) {
    replace(parent, key.getMatchingProperty(), text);
  }

  private static void replace(JsonNode parent, String key, String text) {
    if (parent instanceof ObjectNode object) {
      object.put(key, text);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(key), text);
    }
  }

  private static String raw(JsonNode tree, String json) {
    return tree.toString().replace('"' + RAW + '"', json);
  }
}
