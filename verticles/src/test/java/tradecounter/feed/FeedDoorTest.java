package tradecounter.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradecounter.decode.EventSamples.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.decode.EventSamples;
import tradecounter.decode.EventSamples.Sample;
import tradecounter.engine.canonical.ObjectKind.Topic;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor.Judged;
import tradecounter.log.Topics;

/** With the feeds that come with the program: who may write what, and what fits the item. */
class FeedDoorTest {
  private static final ConfigurationReader READER = new ConfigurationReader();
  private static final Configuration CONFIGURATION = READER.read(Optional.empty(), Map.of());

  private final World world = new World();
  private final FeedDoor door =
      new FeedDoor(
          READER.readFeeds(CONFIGURATION.feeds()),
          world,
          new Topics(CONFIGURATION.kafka()),
          CONFIGURATION.limits().eventBytes());

  private static List<Sample> samples() {
    return EventSamples.all();
  }

  /** For every type of event: the feeds that may write its sample. */
  private static final Map<String, Set<String>> MINIMAL_OWNERS =
      Map.of(
          "position.adjusted", Set.of("wms"),
          "outage", Set.of("erp", "wms"),
          "outage.deleted", Set.of("erp", "wms"),
          "commitment", Set.of("supplier"),
          "commitment.deleted", Set.of("supplier"),
          "order-status", Set.of("erp", "wms"),
          "shipment", Set.of("wms", "tms"),
          "supplier-acknowledgement", Set.of("supplier"),
          // A position is everybody's: nobody alone may delete it.
          "position.deleted", Set.of(),
          // A supplier owns notices only, and a key does not tell what it is of.
          "receipt.deleted", Set.of("erp"));

  @ParameterizedTest
  @MethodSource("samples")
  void onlyItsOwnersWriteAnObject(Sample sample) {
    Set<String> owners = MINIMAL_OWNERS.getOrDefault(sample.name(), Set.of("erp"));
    for (String feed : List.of("erp", "wms", "tms", "supplier")) {
      Judged judged = judge(feed, sample.type(), sample.minimal());
      if (owners.contains(feed)) {
        assertThat(judged).as(feed).isInstanceOf(Judged.Passed.class);
      } else {
        assertThat(refusal(judged).code()).as(feed).isEqualTo("not-owned");
      }
    }
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          erp      | position.set      | 'onHand':5                    |
          erp      | position.set      | 'safetyStock':5               |
          erp      | position.set      | 'onHand':5,'safetyStock':1    |
          erp      | position.set      | 'allocated':5                 | position.set.allocated
          erp      | position.set      | 'blocked':5                   | position.set.blocked
          erp      | position.set      | 'onHand':5,'allocated':0      | position.set.allocated
          erp      | position.adjusted | 'onHand':5,'reason':'COUNT'   | position.adjusted.onHand
          wms      | position.set      | 'allocated':5,'blocked':1     |
          wms      | position.set      | 'onHand':5                    | position.set.onHand
          wms      | position.set      | 'safetyStock':5               | position.set.safetyStock
          wms      | position.set      | 'allocated':5,'onHand':5      | position.set.onHand
          wms      | position.adjusted | 'onHand':-5,'reason':'ISSUE'  |
          wms      | position.adjusted | 'onHand':-5,'allocated':-5,'blocked':1,'reason':'ISSUE' |
          supplier | position.set      | 'onHand':5                    | position.set.onHand
          supplier | position.adjusted | 'onHand':5,'reason':'COUNT'   | position.adjusted.onHand
          tms      | position.adjusted | 'onHand':5,'reason':'COUNT'   | position.adjusted.onHand
          """)
  void eachFigureOfAPositionHasItsOwner(
      String feed, String name, String figures, @Nullable String notOwned) {
    Judged judged =
        judge(
            feed, "tradecounter." + name + ".v1", "{'item':'A','location':'DC1'," + figures + "}");
    if (notOwned == null) {
      assertThat(judged).isInstanceOf(Judged.Passed.class);
    } else {
      assertThat(refusal(judged).code()).isEqualTo("not-owned");
      assertThat(refusal(judged).detail()).contains("feed " + feed + " does not own " + notOwned);
      assertThat(refusal(judged).id()).isEqualTo("4711");
    }
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          erp      | position.set      | 'onHand':5,'reflects':{'orderLines':['O-1/1']}                 |
          erp      | position.set      | 'onHand':5,'reflects':{'watermark':'2026-11-23T02:00:00Z'}     | reflects.watermark is given, but only where a feed's file says orders: NET_WATERMARK (feed erp says NET_LISTED)
          erp      | demand            | 'demand':'D','quantity':1,'dueOn':'2026-11-30','orderLine':'O-1/1' |
          wms      | position.set      | 'allocated':5,'reflects':{'orderLines':['O-1/1']}              | reflects.orderLines is given, but only where a feed's file says orders: NET_LISTED (feed wms says GROSS)
          wms      | position.set      | 'allocated':5,'reflects':{'orderLines':[]}                     |
          wms      | position.adjusted | 'onHand':-5,'reason':'ISSUE','orderLine':'O-1/1'               |
          """)
  void aFeedShowsOrdersOnlyAsItsFileSays(
      String feed, String name, String data, @Nullable String objection) {
    Judged judged =
        judge(feed, "tradecounter." + name + ".v1", "{'item':'A','location':'DC1'," + data + "}");
    if (objection == null) {
      assertThat(judged).isInstanceOf(Judged.Passed.class);
    } else {
      assertThat(refusal(judged).detail()).isEqualTo(objection);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "erp,PURCHASE,true",
    "erp,TRANSFER,true",
    "erp,ASN,true",
    "erp,PRODUCTION,true",
    "supplier,PURCHASE,false",
    "supplier,TRANSFER,false",
    "supplier,ASN,true",
    "supplier,PRODUCTION,false"
  })
  void aSupplierWritesShippingNoticesOnly(String feed, String kind, boolean passes) {
    Judged judged =
        judge(
            feed,
            "tradecounter.receipt.v1",
            "{'receipt':'R','item':'A','location':'L','quantity':1,'kind':'" + kind + "'}");
    assertThat(judged instanceof Judged.Passed).isEqualTo(passes);
  }

  @Test
  void whatPassesGoesToTheLogOfItsObjectAsItCame() {
    byte[] bytes =
        event("tradecounter.position.set.v1", "{'item':'A','location':'L','onHand':1}")
            .getBytes(UTF_8);
    Judged judged = door.judge("erp", bytes, Origin.NONE);
    assertThat(judged)
        .isInstanceOfSatisfying(
            Judged.Passed.class,
            passed -> {
              assertThat(passed.record().topic()).isEqualTo("tradecounter.inventory");
              assertThat(passed.record().key()).isEqualTo("A");
              assertThat(passed.record().value()).isEqualTo(bytes);
              assertThat(passed.record().canonical()).isTrue();
            });
  }

  /** Every quantity that counts an item's base unit; the item has two decimals. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          erp      | position.set      | {'item':'%s','location':'L','onHand':#}
          erp      | position.set      | {'item':'%s','location':'L','onHand':1,'safetyStock':#}
          wms      | position.set      | {'item':'%s','location':'L','allocated':#}
          wms      | position.set      | {'item':'%s','location':'L','blocked':#}
          wms      | position.adjusted | {'item':'%s','location':'L','onHand':-#,'reason':'R'}
          wms      | position.adjusted | {'item':'%s','location':'L','allocated':#,'reason':'R'}
          wms      | position.adjusted | {'item':'%s','location':'L','blocked':-#,'reason':'R'}
          erp      | receipt           | {'receipt':'R','item':'%s','location':'L','quantity':#}
          erp      | receipt           | {'receipt':'R','item':'%s','location':'L','quantity':9,'received':#}
          erp      | demand            | {'demand':'D','item':'%s','location':'L','quantity':#,'dueOn':'2026-11-23'}
          erp      | protection        | {'protection':'P','item':'%s','channel':'WEB','minimum':#}
          erp      | protection        | {'protection':'P','item':'%s','customerGroup':'GOLD','maximum':#}
          erp      | threshold         | {'threshold':'T','item':'%s','low':#}
          supplier | commitment        | {'supplier':'S','item':'%s','quantity':#,'leadTimeDays':1,'asOf':'2026-11-23T08:00:00Z'}
          supplier | commitment        | {'supplier':'S','item':'%s','quantity':9,'minimumOrder':#,'leadTimeDays':1,'asOf':'2026-11-23T08:00:00Z'}
          """)
  void quantitiesHaveAtMostTheDecimalsOfTheItem(String feed, String name, String template) {
    knowCable();
    String type = "tradecounter." + name + ".v1";
    for (String fits : List.of("2", "2.5", "2.25", "2.2500")) {
      assertThat(judge(feed, type, data(template, "CABLE", fits)))
          .as(fits)
          .isInstanceOf(Judged.Passed.class);
    }
    for (String misfit : List.of("2.125", "0.000001")) {
      Decoded.Refused refusal = refusal(judge(feed, type, data(template, "CABLE", misfit)));
      assertThat(refusal.code()).isEqualTo("quantity-decimals");
      assertThat(refusal.detail()).contains("item CABLE").contains("2 decimals").contains(misfit);
    }
    assertThat(judge(feed, type, data(template, "NOT-YET-KNOWN", "2.125")))
        .isInstanceOf(Judged.Passed.class);
  }

  private static String data(String template, String item, String quantity) {
    return template.formatted(item).replace("#", quantity);
  }

  private void knowCable() {
    byte[] item =
        event(
                "tradecounter.item.v1",
                "{'item':'CABLE','policy':'STOCKED','baseUom':'MTR','quantityDecimals':2}")
            .getBytes(UTF_8);
    Decoded.Event decoded = (Decoded.Event) new EventDecoder("erp", false).decode(item);
    world.apply(
        new LogPosition(Topic.CATALOG, 0, 0), Origin.NONE, decoded.envelope(), decoded.change(), 0);
  }

  @Test
  void whatCannotBeDecodedIsTurnedAwayAndCounted() {
    assertThat(refusal(door.judge("erp", "{".getBytes(UTF_8), Origin.NONE)).code())
        .isEqualTo("json-invalid");
    assertThat(refusal(judge("erp", "tradecounter.item.v1", "{'item':'A'}")).code())
        .isEqualTo("field-missing");
    assertThat(refusal(judge("erp", "tradecounter.commitment.deleted.v1", "{}")).code())
        .isEqualTo("field-missing");
    judge("wms", "tradecounter.item.deleted.v1", "{'item':'A'}");
    judge("erp", "tradecounter.item.deleted.v1", "{'item':'A'}");
    assertThat(List.of("erp", "wms", "tms", "nobody"))
        .extracting(door::refused)
        .containsExactly(3L, 1L, 0L, 0L);
  }

  @Test
  void aFeedThatIsNotConfiguredHasNoDoor() {
    assertThatThrownBy(() -> door.judge("former", new byte[0], Origin.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(door.feeds())
        .containsExactlyInAnyOrder("erp", "wms", "tms", "supplier", "logistics");
    assertThat(door.rules("former")).isEmpty();
    assertThat(door.supply("former")).isEqualTo(SupplyPolicy.DEFAULT);
  }

  @Test
  void aFeedIsBelievedAsItsFileSays() {
    assertThat(door.supply("wms").staleAfterMillis()).isEqualTo(60_000);
    assertThat(door.supply("wms").stale()).isEqualTo(StalePolicy.haircut(10_000_000));
  }

  /** A category has many items, each with decimals of its own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          protection | {'protection':'P','category':'CABLE','channel':'WEB','minimum':2.125}
          threshold  | {'threshold':'T','category':'CABLE','low':2.125}
          threshold  | {'threshold':'T','low':2.125}
          """)
  void quantitiesOfCategoriesHaveAnyDecimals(String name, String data) {
    knowCable();
    assertThat(judge("erp", "tradecounter." + name + ".v1", data))
        .isInstanceOf(Judged.Passed.class);
  }

  /** The last of them closes the circle; the log has none of them yet. */
  @Test
  void aListIsNotDerivedFromItselfAndItsNeighboursPass() {
    assertThat(derive("A", "B")).isInstanceOf(Judged.Passed.class);
    assertThat(derive("B", "C")).isInstanceOf(Judged.Passed.class);
    Decoded.Refused refusal = refusal(derive("C", "A"));
    assertThat(refusal.code()).isEqualTo("formula-circular");
    assertThat(refusal.detail())
        .isEqualTo(
            "list C is derived from itself: C ← A ← B ← C; change the formula of one of them");
    assertThat(refusal.pointer()).isEqualTo("/data");
    assertThat(refusal.id()).isEqualTo("4711");
    assertThat(derive("C", "D")).isInstanceOf(Judged.Passed.class);
    assertThat(door.refused("erp")).isEqualTo(1);
  }

  /** What is not taken in the end must not count for others. */
  @Test
  void aFormulaOfAFeedThatMayNotWriteListsCountsForNobody() {
    assertThat(refusal(judge("wms", "tradecounter.price-list.v1", list("A", "B"))).code())
        .isEqualTo("not-owned");
    assertThat(derive("B", "A")).isInstanceOf(Judged.Passed.class);
  }

  @Test
  void whoExaminesIsToldOfTheCircleAndChangesNothing() {
    byte[] event = event("tradecounter.price-list.v1", list("A", "B")).getBytes(UTF_8);
    assertThat(door.examine("erp", event)).isInstanceOf(Decoded.Event.class);
    assertThat(derive("B", "A")).isInstanceOf(Judged.Passed.class);
    assertThat(door.examine("erp", event))
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("formula-circular"));
  }

  /** What a pricing clerk reads in the dead letters. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          price          | {'list':'L','item':'A','breaks':[{'minimum':1,'amount':'-9.10'}]} | value-invalid    | /data/breaks/0/amount | -9.10 must not be negative
          price          | {'list':'L','item':'A','breaks':[{'minimum':1,'amount':'1'},{'minimum':1,'amount':'2'}]} | value-invalid | /data | breaks: the minimum 1 is given twice
          price          | {'list':'L','item':'A','breaks':[{'minimum':1,'amount':'1'}],'priceUnit':10} | value-invalid | /data/priceUnit | 10 must be 1, 100 or 1000
          price-list     | {'list':'L','currency':'EUX','kind':'BASE'}                       | currency-unknown | /data/currency        | 'EUX' is not a currency of ISO 4217 such as EUR
          price-list     | {'list':'L','currency':'euro','kind':'BASE'}                      | currency-unknown | /data/currency        | 'euro' is not a currency of ISO 4217 such as EUR
          price-list     | {'list':'L','currency':'EUR','kind':'BASE','derivedFrom':{'list':'L'}} | formula-circular | /data            | list L is derived from itself: name another list in 'derivedFrom'
          contract-price | {'contract':'K','customer':'C','item':'A','discountPercent':'101'} | value-invalid   | /data/discountPercent | 101 must be 0 to 100
          promotion      | {'promotion':'P','effect':{'percent':'5','fixed':'1'}}            | field-missing    | /data/effect          | give exactly one of 'percent', 'amount', 'fixed', and 'buy' with 'get'
          promotion      | {'promotion':'P','effect':{}}                                     | field-missing    | /data/effect          | give exactly one of 'percent', 'amount', 'fixed', and 'buy' with 'get'
          promotion      | {'promotion':'P','effect':{'amount':'1'}}                         | field-missing    | /data                 | an amount or a fixed price needs a currency: give 'currency'
          promotion      | {'promotion':'P','effect':{'percent':'0'}}                        | value-invalid    | /data/effect/percent  | 0 must be above zero
          tax-rate       | {'jurisdiction':'DE','taxCategory':'S','percent':'1900'}          | value-invalid    | /data/percent         | 1900 must be 0 to 1000
          exchange-rate  | {'from':'EUR','to':'USD','rate':'0','validFrom':'2026-01-01'}     | value-invalid    | /data/rate            | 0 must be above zero
          exchange-rate  | {'from':'EUR','to':'USD','rate':'1.00000000001','validFrom':'2026-01-01'} | value-invalid | /data/rate       | 1.00000000001 must have at most 10 decimals
          exchange-rate  | {'from':'EUR','to':'EUR','rate':'1','validFrom':'2026-01-01'}     | value-invalid    | /data                 | from and to must be two currencies
          cost           | {'item':'A','amount':'-1','currency':'EUR'}                       | value-invalid    | /data/amount          | -1 must not be negative
          price          | {'list':'L','item':'A','breaks':[{'minimum':-2.5,'amount':'1'}]}  | value-invalid    | /data/breaks/0/minimum | -2.5 must not be negative
          price-list     | {'list':'L','currency':'EUR','kind':'BASE','priority':0}          | value-invalid    | /data/priority        | 0 must be a whole number from 1 to 1000000
          price-list     | {'list':'L','currency':'EUR','kind':'BASE','groups':['GOLD']}     | value-invalid    | /data                 | groups go with kind GROUP, not with BASE
          price-list     | {'list':'L','currency':'EUR','kind':'GROUP','groups':['G'],'customers':['C']} | value-invalid | /data        | customers go with kind CUSTOMER, not with GROUP
          price-list     | {'list':'L','currency':'EUR','kind':'GROUP','groups':[]}          | value-invalid    | /data/groups          | must name at least one: leave it out for a list of another kind than GROUP
          price-list     | {'list':'L','currency':'EUR','kind':'CUSTOMER','customers':[]}    | value-invalid    | /data/customers       | must name at least one: leave it out for a list that is for those who name it
          price-list     | {'list':'L','currency':'EUR','kind':'BASE','channels':[]}         | value-invalid    | /data/channels        | must name at least one: leave it out for all channels
          promotion      | {'promotion':'P','scope':{'items':[]},'effect':{'percent':'5'}}   | value-invalid    | /data/scope/items     | must name at least one: leave it out for all items
          promotion      | {'promotion':'P','scope':{'items':['A'],'categories':[]},'effect':{'percent':'5'}} | value-invalid | /data/scope/categories | must name at least one: leave it out for all categories
          promotion      | {'promotion':'P','scope':{'customers':[]},'effect':{'percent':'5'}} | value-invalid  | /data/scope/customers | must name at least one: leave it out for all customers
          promotion      | {'promotion':'P','scope':{'customerGroups':[]},'effect':{'percent':'5'}} | value-invalid | /data/scope/customerGroups | must name at least one: leave it out for all customer groups
          promotion      | {'promotion':'P','scope':{'channels':[]},'effect':{'percent':'5'}} | value-invalid   | /data/scope/channels  | must name at least one: leave it out for all channels
          promotion      | {'promotion':'P','effect':{'buy':0.000001,'get':999999999999}}    | value-invalid    | /data                 | effect: buy must be at least 0.001, not 0.000001
          promotion      | {'promotion':'P','effect':{'buy':1,'get':1001}}                   | value-invalid    | /data                 | effect: get must be at most 1000 times buy, not 1001 for 1
          cost           | {'item':'A','amount':'1','currency':'XTS'}                        | currency-unknown | /data/currency        | 'XTS' is not a currency of ISO 4217 such as EUR
          """)
  void badPricesAreRefusedInAClerksWords(
      String name, String data, String code, String pointer, String detail) {
    assertThat(refusal(judge("erp", "tradecounter." + name + ".v1", data)))
        .isEqualTo(new Decoded.Refused(code, detail, pointer, "4711"));
  }

  private Judged derive(String list, String base) {
    return judge("erp", "tradecounter.price-list.v1", list(list, base));
  }

  private static String list(String list, String base) {
    return "{'list':'%s','currency':'EUR','kind':'BASE','derivedFrom':{'list':'%s'}}"
        .formatted(list, base);
  }

  private Judged judge(String feed, String type, String data) {
    return door.judge(feed, event(type, data).getBytes(UTF_8), Origin.NONE);
  }

  private static Decoded.Refused refusal(Judged judged) {
    assertThat(judged).isInstanceOf(Judged.Turned.class);
    return ((Judged.Turned) judged).refusal();
  }
}
