package tradecounter.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.decode.EventSamples.event;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.decode.EventSamples.Sample;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.TaxRate;

/**
 * What events about prices, taxes and rates say, field by field, and what holds without a field.
 */
class PriceEventsTest {
  private static final EventDecoder DECODER = new EventDecoder("erp", false);

  @Test
  void whatAPriceListSays() {
    assertThat(minimal("price-list"))
        .isEqualTo(
            new PriceList(
                "LIST-2026",
                "EUR",
                PriceList.Kind.BASE,
                Set.of(),
                Set.of(),
                Set.of(),
                1_000,
                Day.OPEN_START,
                Day.OPEN_END,
                true,
                true,
                PriceList.Formula.NONE));
    assertThat(full("price-list"))
        .isEqualTo(
            new PriceList(
                "GOLD-EUR",
                "EUR",
                PriceList.Kind.GROUP,
                Set.of("GOLD"),
                Set.of(),
                Set.of("WEB"),
                10,
                day("2026-01-01"),
                day("2026-12-31"),
                false,
                false,
                new PriceList.Formula(
                    "LIST-2026", -12_500_000, 50_000, -10_000, -8_500_000, 60_000_000)));
    assertThat(
            change(
                "price-list",
                "{'list':'L','currency':'EUR','kind':'CUSTOMER','customers':['C-1','C-2']}"))
        .extracting(list -> ((PriceList) list).customers())
        .isEqualTo(Set.of("C-1", "C-2"));
    assertThat(
            change(
                "price-list",
                "{'list':'L','currency':'EUR','kind':'BASE','derivedFrom':{'list':'B'}}"))
        .extracting(list -> ((PriceList) list).formula())
        .isEqualTo(
            new PriceList.Formula(
                "B", 0, 0, 0, PriceList.Formula.NO_MINIMUM, PriceList.Formula.NO_MAXIMUM));
  }

  @Test
  void whatAPriceSays() {
    assertThat(full("price"))
        .isEqualTo(
            new Price(
                "LIST-2026",
                "HEX-M8X40-ZP",
                "EA",
                List.of(
                    new PriceBreak(1_000_000, 9_100_000), new PriceBreak(500_000_000, 8_250_001)),
                1_000,
                "SCREWS",
                day("2026-01-01"),
                day("2026-12-31")));
  }

  @Test
  void whatAContractPriceSays() {
    assertThat(minimal("contract-price"))
        .isEqualTo(
            new ContractPrice(
                "K-17",
                Party.buyingGroup("BG-7"),
                ContractPrice.Target.CATEGORY,
                "CABLE",
                "",
                "",
                List.of(),
                1,
                12_500_000,
                1_000,
                "",
                false,
                Day.OPEN_START,
                Day.OPEN_END));
    assertThat(full("contract-price"))
        .isEqualTo(
            new ContractPrice(
                "K-17",
                Party.customer("C-10042"),
                ContractPrice.Target.ITEM,
                "HEX-M8X40-ZP",
                "EA",
                "EUR",
                List.of(new PriceBreak(500_000_000, 8_250_000)),
                100,
                0,
                5,
                "SCREWS",
                true,
                day("2026-01-01"),
                day("2026-12-31")));
  }

  @Test
  void whatAPromotionSays() {
    assertThat(minimal("promotion"))
        .isEqualTo(
            new Promotion(
                "P-1",
                "",
                Promotion.Scope.EVERYTHING,
                new Promotion.Effect.BuyGet(10_000_000, 1_000_000),
                Promotion.Stacking.EXCLUSIVE,
                1_000,
                0,
                "",
                "",
                Day.OPEN_START,
                Day.OPEN_END));
    assertThat(full("promotion"))
        .isEqualTo(
            new Promotion(
                "P-AUTUMN",
                "Autumn: 0.50 off",
                new Promotion.Scope(
                    Set.of("HEX-M8X40-ZP"),
                    Set.of("CABLE"),
                    Set.of("C-10042"),
                    Set.of("GOLD", "MARINE"),
                    Set.of("WEB")),
                new Promotion.Effect.AmountOff(500_000),
                Promotion.Stacking.STACKABLE,
                10,
                2_500_000,
                "EA",
                "EUR",
                day("2026-09-01"),
                day("2026-11-30")));
    assertThat(effect("{'percent':'12.3456'}")).isEqualTo(new Promotion.Effect.Percent(12_345_600));
    assertThat(effect("{'fixed':'0'},'currency':'EUR'"))
        .isEqualTo(new Promotion.Effect.FixedPrice(0));
  }

  private static Promotion.Effect effect(String effect) {
    return ((Promotion) change("promotion", "{'promotion':'P','effect':" + effect + "}")).effect();
  }

  @Test
  void whatRatesAndCostsSay() {
    assertThat(minimal("tax-rate"))
        .isEqualTo(new TaxRate("DE", "STANDARD", 19_000_000, Day.OPEN_START, Day.OPEN_END));
    assertThat(full("tax-rate"))
        .isEqualTo(
            new TaxRate(
                "US-CA-90210", "STANDARD", 9_512_345, day("2026-01-01"), day("2026-12-31")));
    assertThat(minimal("exchange-rate"))
        .isEqualTo(new ExchangeRate("EUR", "USD", 10_000_000_000L, day("2026-11-23")));
    assertThat(full("exchange-rate"))
        .isEqualTo(new ExchangeRate("IDR", "EUR", 512_345, day("2026-11-23")));
    assertThat(minimal("cost")).isEqualTo(new Cost("HEX-M8X40-ZP", "", 0, "EUR", Day.OPEN_START));
    assertThat(full("cost"))
        .isEqualTo(new Cost("HEX-M8X40-ZP", "DC1", 6_123_456, "EUR", day("2026-01-01")));
  }

  /** The largest and the smallest rate there can be. */
  @ParameterizedTest
  @CsvSource({
    "899999999.9999999999,8999999999999999999",
    "0.0000000001,1",
    "1.0000000000,10000000000"
  })
  void aRateHasTenDecimals(String rate, long expected) {
    Change change =
        change(
            "exchange-rate",
            "{'from':'EUR','to':'USD','validFrom':'2026-11-23','rate':'" + rate + "'}");
    assertThat(((ExchangeRate) change).rate()).isEqualTo(expected);
  }

  @Test
  void howACustomerIsTaxed() {
    assertThat(((Customer) minimal("customer")).tax()).isEqualTo(Customer.TaxTerms.TAXABLE);
    assertThat(((Customer) full("customer")).tax())
        .isEqualTo(
            new Customer.TaxTerms(
                Customer.TaxStatus.TAXABLE,
                List.of(
                    new Customer.Exemption("DE", "A-1", day("2026-01-01"), day("2027-12-31")))));
    assertThat(
            change(
                "customer",
                """
                {'customer':'C','currency':'EUR',
                 'tax':{'status':'REVERSE_CHARGE','exemptions':[{'jurisdiction':'FR'}]}}
                """))
        .extracting(customer -> ((Customer) customer).tax())
        .isEqualTo(
            new Customer.TaxTerms(
                Customer.TaxStatus.REVERSE_CHARGE,
                List.of(new Customer.Exemption("FR", "", Day.OPEN_START, Day.OPEN_END))));
  }

  /** The key of a deletion is the key of what it deletes, dated or not. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tax-rate       | {'jurisdiction':'DE','taxCategory':'S'} | ,'percent':'19'
          tax-rate       | {'jurisdiction':'DE','taxCategory':'S','validFrom':'2026-01-01'} | ,'percent':'19'
          exchange-rate  | {'from':'EUR','to':'USD','validFrom':'2026-01-01'} | ,'rate':'1.1'
          cost           | {'item':'A'} | ,'amount':'1','currency':'EUR'
          cost           | {'item':'A','location':'DC1','validFrom':'2026-01-01'} | ,'amount':'1','currency':'EUR'
          contract-price | {'contract':'K','buyingGroup':'G','category':'B'} | ,'discountPercent':'5'
          contract-price | {'contract':'K','customer':'C','item':'A','uom':'EA'} | ,'discountPercent':'5'
          """)
  void aDeletionHasTheKeyOfWhatItDeletes(String object, String key, String further) {
    String data = key.substring(0, key.length() - 1) + further + "}";
    assertThat(change(object + ".deleted", key).key()).isEqualTo(change(object, data).key());
  }

  private static Change full(String name) {
    return change(name, sample(name).full());
  }

  private static Change minimal(String name) {
    return change(name, sample(name).minimal());
  }

  private static Sample sample(String name) {
    return EventSamples.all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static Change change(String name, String data) {
    Decoded decoded = DECODER.decode(event("tradecounter." + name + ".v1", data).getBytes(UTF_8));
    assertThat(decoded).isInstanceOf(Decoded.Event.class);
    return ((Decoded.Event) decoded).change();
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }
}
