package tradecounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each schema takes a full and a minimal event, and refuses what is wrong with its place. */
class EventSchemasTest {
  private static final EventSchemas SCHEMAS = new EventSchemas();

  /**
   * Good data of one type.
   *
   * @param required the required fields, with spaces between
   * @param minimal no more than a source must say
   * @param full every field of the schema, except those that exclude each other
   */
  record Sample(String name, String required, String minimal, String full) {
    String type() {
      return "tradecounter." + name + ".v1";
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The fields of the full sample that may be left out only if another takes their place. */
  private static final Map<String, List<String>> ALTERNATIVES =
      Map.of(
          "contract-price", List.of("customer", "item", "breaks"),
          "contract-price.deleted", List.of("customer", "item"),
          "price-list", List.of("groups"),
          "promotion", List.of("currency"),
          "protection", List.of("item", "channel", "minimum"));

  private static List<Sample> samples() {
    return List.of(
        new Sample(
            "item",
            "item policy baseUom",
            "{'item':'HEX-M8X40-ZP','policy':'STOCKED','baseUom':'EA'}",
            """
            {'item':'CBL-H07RNF-3G2.5','description':'Rubber cable 3 x 2.5 mm²','category':'CABLE',
             'policy':'STOCKED','dropShipEligible':true,'baseUom':'MTR','quantityDecimals':2,
             'uoms':[{'uom':'DRUM','numerator':500,'denominator':1,'decimals':3}],'sellable':true,
             'taxCategory':'STANDARD',
             'components':[{'item':'DRUM-500','quantity':0.002,'optional':true,'stocked':false}],
             'quantityRules':{'minimum':0.5,'maximum':2000,'multiple':0.5},
             'substitutes':[{'item':'CBL-H07RNF-3G4','kind':'ALTERNATIVE','rank':2}],
             'horizonDays':90}
            """),
        new Sample(
            "location",
            "location timeZone",
            "{'location':'DC1','timeZone':'Europe/Berlin'}",
            """
            {'location':'DC1','name':'Central warehouse','kind':'DC','timeZone':'Europe/Berlin',
             'workingDays':['MON','TUE','WED','THU','FRI'],'holidays':['2026-12-25'],
             'cutOff':'15:00','status':'OPEN'}
            """),
        new Sample(
            "network",
            "network sources",
            "{'network':'NORTH','sources':[]}",
            """
            {'network':'NORTH','match':{'channels':['WEB'],'regions':['DE-N'],
             'customerGroups':['GOLD'],'customers':['C-10042']},'priority':1,
             'sources':[{'location':'DC1','rank':1,'transitDays':2},
                        {'supplier':'S-SKF','rank':2,'transitDays':4}],
             'sourcing':'EARLIEST','deliveryDays':['MON','WED'],
             'deliveryHolidays':['2026-12-28','2028-02-28']}
            """),
        new Sample(
            "outage",
            "outage location",
            "{'outage':'O-1','location':'DC1'}",
            """
            {'outage':'O-1','location':'DC1','from':'2026-12-24','to':'2027-01-02',
             'reason':'Stocktaking'}
            """),
        new Sample(
            "threshold",
            "threshold low",
            "{'threshold':'T-1','low':0}",
            """
            {'threshold':'T-1','item':'HEX-M8X40-ZP','low':250.5}
            """),
        new Sample(
            "position.set",
            "item location",
            "{'item':'HEX-M8X40-ZP','location':'DC1','onHand':-3}",
            """
            {'item':'HEX-M8X40-ZP','location':'DC1','onHand':12000,'allocated':2500,'blocked':100,
             'safetyStock':1000,
             'reflects':{'orderLines':['O-1001/1'],'watermark':'2026-11-23T02:00:00Z'}}
            """),
        new Sample(
            "position.adjusted",
            "item location reason",
            "{'item':'BRG-6204-2RS','location':'DC1','blocked':2,'reason':'DAMAGE'}",
            """
            {'item':'BRG-6204-2RS','location':'DC1','onHand':-4,'allocated':-4,'blocked':0,
             'reason':'GOODS_ISSUE','orderLine':'O-1001/1'}
            """),
        new Sample(
            "receipt",
            "receipt item location quantity",
            "{'receipt':'PO-77/1','item':'HEX-M8X40-ZP','location':'DC1','quantity':20000}",
            """
            {'receipt':'PO-77/1','item':'HEX-M8X40-ZP','location':'DC1','quantity':20000,
             'received':500,'expectedOn':null,'kind':'PURCHASE','supplier':'S-WUERTH',
             'status':'OPEN'}
            """),
        new Sample(
            "demand",
            "demand item location quantity dueOn",
            """
            {'demand':'SO-9/2','item':'BRG-6204-2RS','location':'DC1','quantity':4,
             'dueOn':'2026-11-30'}
            """,
            """
            {'demand':'SO-9/2','item':'BRG-6204-2RS','location':'DC1','quantity':4,
             'dueOn':'2026-11-30','orderLine':'O-1002/1','status':'CLOSED'}
            """),
        new Sample(
            "commitment",
            "supplier item quantity leadTimeDays asOf",
            """
            {'supplier':'S-SKF','item':'BRG-6204-2RS','quantity':2500,'leadTimeDays':5,
             'asOf':'2026-11-23T06:00:00Z'}
            """,
            """
            {'supplier':'S-SKF','item':'BRG-6204-2RS','quantity':2500,'leadTimeDays':0,
             'asOf':'2026-11-23T06:00:00+01:00','validUntil':'2026-11-30T06:00:00Z',
             'minimumOrder':10}
            """),
        new Sample(
            "protection",
            "protection",
            "{'protection':'P-1','category':'CABLE','customerGroup':'GOLD','maximum':0}",
            """
            {'protection':'P-1','item':'HEX-M8X40-ZP','channel':'WEB','minimum':100.25,
             'validFrom':'2026-11-01','validTo':'2026-12-31'}
            """),
        new Sample(
            "customer",
            "customer currency",
            "{'customer':'C-10042','currency':'EUR'}",
            """
            {'customer':'C-10042','name':'Werft Nord GmbH','parent':'C-10000',
             'groups':[{'group':'GOLD','priority':1},{'group':'MARINE','priority':2}],
             'lists':['C-10042-AUTUMN'],'currency':'EUR','channel':'WEB',
             'priceStrategy':'MERGE',
             'terms':{'paymentTerms':'NET30','creditLimit':'50000.00','openBalance':'-12.50',
                      'blocked':false},
             'tax':{'status':'TAXABLE','exemptions':[
                {'jurisdiction':'DE','certificate':'A-1','validFrom':'2026-01-01',
                 'validTo':'2027-12-31'}]},
             'shipTos':[{'shipTo':'HAMBURG','region':'DE-N','country':'DE','postalCode':'20457',
                         'jurisdiction':'DE'}],
             'shipComplete':true,'status':'ACTIVE'}
            """),
        new Sample(
            "price-list",
            "list currency kind",
            "{'list':'LIST-2026','currency':'EUR','kind':'BASE'}",
            """
            {'list':'GOLD-EUR','currency':'EUR','kind':'GROUP','groups':['GOLD'],
             'channels':['WEB'],'priority':10,'validFrom':'2026-01-01',
             'validTo':'2026-12-31','merge':false,'promotions':false,
             'derivedFrom':{'list':'LIST-2026','discountPercent':'-12.5','roundTo':'0.05',
                            'surcharge':'-0.01','minimumMarginPercent':'-8.5',
                            'maximumMarginPercent':'60'}}
            """),
        new Sample(
            "price",
            "list item breaks",
            """
            {'list':'LIST-2026','item':'HEX-M8X40-ZP','breaks':[{'minimum':0,'amount':'9.10'}]}
            """,
            """
            {'list':'LIST-2026','item':'HEX-M8X40-ZP','uom':'EA',
             'breaks':[{'minimum':1,'amount':'9.10'},{'minimum':500,'amount':'8.250001'}],
             'priceUnit':1000,'breakGroup':'SCREWS','validFrom':'2026-01-01','validTo':'2026-12-31'}
            """),
        new Sample(
            "contract-price",
            "contract",
            """
            {'contract':'K-17','buyingGroup':'BG-7','category':'CABLE','discountPercent':'12.5'}
            """,
            """
            {'contract':'K-17','customer':'C-10042','item':'HEX-M8X40-ZP','uom':'EA',
             'currency':'EUR','breaks':[{'minimum':500,'amount':'8.25'}],'priceUnit':100,
             'priority':5,'breakGroup':'SCREWS','promotions':true,
             'validFrom':'2026-01-01','validTo':'2026-12-31'}
            """),
        new Sample(
            "promotion",
            "promotion effect",
            "{'promotion':'P-1','effect':{'buy':10,'get':1}}",
            """
            {'promotion':'P-AUTUMN','description':'Autumn: 0.50 off','scope':{'items':['HEX-M8X40-ZP'],
             'categories':['CABLE'],'customers':['C-10042'],'customerGroups':['GOLD','MARINE'],
             'channels':['WEB']},'effect':{'amount':'0.50'},'stacking':'STACKABLE','priority':10,
             'minimumQuantity':2.5,'uom':'EA','currency':'EUR','validFrom':'2026-09-01',
             'validTo':'2026-11-30'}
            """),
        new Sample(
            "tax-rate",
            "jurisdiction taxCategory percent",
            "{'jurisdiction':'DE','taxCategory':'STANDARD','percent':'19'}",
            """
            {'jurisdiction':'US-CA-90210','taxCategory':'STANDARD','percent':'9.512345',
             'validFrom':'2026-01-01','validTo':'2026-12-31'}
            """),
        new Sample(
            "exchange-rate",
            "from to rate validFrom",
            "{'from':'EUR','to':'USD','rate':'1','validFrom':'2026-11-23'}",
            """
            {'from':'IDR','to':'EUR','rate':'0.0000512345','validFrom':'2026-11-23'}
            """),
        new Sample(
            "cost",
            "item amount currency",
            "{'item':'HEX-M8X40-ZP','amount':'0','currency':'EUR'}",
            """
            {'item':'HEX-M8X40-ZP','location':'DC1','amount':'6.123456','currency':'EUR',
             'validFrom':'2026-01-01'}
            """),
        new Sample(
            "order-status",
            "status",
            "{'orderId':'O-1','status':'PICKED'}",
            """
            {'orderId':'O-1','erpOrder':'SO-1001','status':'SHIPPED',
             'lines':[{'lineId':'1','quantity':2.5,'reason':'DONE',
                       'unitPrice':{'amount':'10.00','currency':'EUR'}}]}
            """),
        new Sample(
            "shipment",
            "shipment orderId",
            "{'shipment':'SH-1','orderId':'O-1'}",
            """
            {'shipment':'SH-1','orderId':'O-1','carrier':'DHL','tracking':'JJD-1',
             'lines':[{'lineId':'1','quantity':2}],'milestone':'IN_TRANSIT',
             'at':'2026-11-23T08:00:00Z'}
            """),
        new Sample(
            "supplier-acknowledgement",
            "supplier purchaseOrder lines",
            """
            {'supplier':'S-SKF','purchaseOrder':'O-1-1',
             'lines':[{'lineId':'1','outcome':'ACCEPTED'}]}
            """,
            """
            {'supplier':'S-SKF','purchaseOrder':'O-1-1',
             'lines':[{'lineId':'1','item':'BRG-6204-2RS','quantity':4,'outcome':'PARTIAL',
                       'expectedOn':'2026-12-01','reason':'short'}]}
            """),
        new Sample("item.deleted", "item", "{'item':'A'}", "{'item':'A'}"),
        new Sample("location.deleted", "location", "{'location':'A'}", "{'location':'A'}"),
        new Sample("network.deleted", "network", "{'network':'A'}", "{'network':'A'}"),
        new Sample("outage.deleted", "outage", "{'outage':'A'}", "{'outage':'A'}"),
        new Sample("threshold.deleted", "threshold", "{'threshold':'A'}", "{'threshold':'A'}"),
        new Sample("protection.deleted", "protection", "{'protection':'A'}", "{'protection':'A'}"),
        new Sample(
            "position.deleted",
            "item location",
            "{'item':'A','location':'L'}",
            "{'item':'A','location':'L'}"),
        new Sample("receipt.deleted", "receipt", "{'receipt':'A'}", "{'receipt':'A'}"),
        new Sample("demand.deleted", "demand", "{'demand':'A'}", "{'demand':'A'}"),
        new Sample(
            "commitment.deleted",
            "supplier item",
            "{'supplier':'S','item':'A'}",
            "{'supplier':'S','item':'A'}"),
        new Sample("customer.deleted", "customer", "{'customer':'C'}", "{'customer':'C'}"),
        new Sample("price-list.deleted", "list", "{'list':'L'}", "{'list':'L'}"),
        new Sample(
            "price.deleted",
            "list item",
            "{'list':'L','item':'A'}",
            "{'list':'L','item':'A','uom':'EA','validFrom':'2026-01-01'}"),
        new Sample(
            "contract-price.deleted",
            "contract",
            "{'contract':'K','buyingGroup':'G','category':'B'}",
            "{'contract':'K','customer':'C','item':'A','uom':'EA','validFrom':'2026-01-01'}"),
        new Sample("promotion.deleted", "promotion", "{'promotion':'A'}", "{'promotion':'A'}"),
        new Sample(
            "tax-rate.deleted",
            "jurisdiction taxCategory",
            "{'jurisdiction':'DE','taxCategory':'S'}",
            "{'jurisdiction':'DE','taxCategory':'S','validFrom':'2026-01-01'}"),
        new Sample(
            "exchange-rate.deleted",
            "from to validFrom",
            "{'from':'EUR','to':'USD','validFrom':'2026-01-01'}",
            "{'from':'EUR','to':'USD','validFrom':'2026-01-01'}"),
        new Sample(
            "cost.deleted",
            "item",
            "{'item':'A'}",
            "{'item':'A','location':'DC1','validFrom':'2026-01-01'}"));
  }

  @Test
  void everyTypeHasASample() {
    assertThat(samples().stream().map(Sample::type))
        .containsExactlyInAnyOrderElementsOf(SCHEMAS.types());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void takesTheMinimalAndTheFullEvent(Sample sample) {
    assertThat(dataViolations(sample.type(), json(sample.minimal()))).isEmpty();
    assertThat(dataViolations(sample.type(), json(sample.full()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refusesAnUnknownField(Sample sample) {
    ObjectNode data = json(sample.full()).put("onHnad", 1);
    assertThat(dataViolations(sample.type(), data))
        .singleElement()
        .asString()
        .startsWith("/data/onHnad: ");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refusesAnUnknownFieldAtAnyDepth(Sample sample) {
    for (String pointer : objects(json(sample.full()), "")) {
      ObjectNode data = json(sample.full());
      ((ObjectNode) data.at(pointer)).put("surprise", true);
      assertThat(dataViolations(sample.type(), data))
          .anySatisfy(line -> assertThat(line).startsWith("/data" + pointer + "/surprise: "));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void requiresExactlyItsRequiredFields(Sample sample) {
    List<String> required = List.of(sample.required().split(" ", -1));
    for (Map.Entry<String, JsonNode> field : json(sample.full()).properties()) {
      String name = field.getKey();
      ObjectNode data = json(sample.full());
      data.remove(name);
      boolean onlyAlternative = ALTERNATIVES.getOrDefault(sample.name(), List.of()).contains(name);
      assertThat(dataViolations(sample.type(), data).isEmpty())
          .as("%s without %s is taken", sample.name(), name)
          .isEqualTo(!required.contains(name) && !onlyAlternative);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refusesNullAndWrongKindsOfValue(Sample sample) {
    for (String name : sample.required().split(" ", -1)) {
      ObjectNode data = json(sample.full());
      data.putNull(name);
      assertThat(dataViolations(sample.type(), data))
          .anySatisfy(line -> assertThat(line).startsWith("/data/" + name + ": "));
      data.put(name, true);
      assertThat(dataViolations(sample.type(), data))
          .anySatisfy(line -> assertThat(line).startsWith("/data/" + name + ": "));
    }
  }

  @ParameterizedTest(name = "{0} {1} = {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          item              | /item                             | ''
          item              | /item                             | 'A\\u0007'
          item              | /item                             | 'A\\n'
          item              | /policy                           | 'stocked'
          item              | /quantityDecimals                 | 7
          item              | /uoms/0/denominator               | 0
          item              | /components/0/quantity            | 0
          item              | /substitutes/0/rank               | 0
          location          | /cutOff                           | '24:00'
          location          | /cutOff                           | '9:00'
          location          | /workingDays/0                    | 'MONDAY'
          location          | /holidays/0                       | '2026-02-29'
          network           | /priority                         | 0
          network           | /priority                         | 1.5
          network           | /priority                         | 1000001
          network           | /sources/0                        | {}
          network           | /sources/0                        | {'location':'DC1','supplier':'S'}
          network           | /sourcing                         | 'CHEAPEST'
          network           | /deliveryDays                     | ['MON','MON']
          network           | /deliveryDays/0                   | 'Monday'
          network           | /deliveryHolidays/0               | '2026-02-29'
          item              | /uoms/0/decimals                  | 7
          outage            | /from                             | null
          outage            | /to                               | '24.12.2026'
          threshold         | /low                              | -1
          protection        | /minimum                          | -0.5
          protection        | /validFrom                        | '2026-11-31'
          position.set      | /onHand                           | 1000000000000
          position.set      | /onHand                           | -1000000000000
          position.set      | /onHand                           | '12'
          position.set      | /allocated                        | -1
          position.set      | /reflects/orderLines              | ['O-1/1','O-1/1']
          position.set      | /reflects/watermark               | '2026-11-23'
          position.adjusted | /onHand                           | 1e999
          receipt           | /quantity                         | -0.000001
          receipt           | /received                         | -1
          receipt           | /expectedOn                       | '23.11.2026'
          receipt           | /status                           | 'DONE'
          demand            | /dueOn                            | null
          commitment        | /leadTimeDays                     | 2.5
          commitment        | /asOf                             | '2026-11-23'
          commitment        | /validUntil                       | '2026-11-30'
          customer          | /currency                         | 'eur'
          customer          | /groups/0                         | 'GOLD'
          customer          | /groups/0                         | {'group':'GOLD'}
          customer          | /terms/openBalance                | 12.5
          customer          | /terms/creditLimit                | '-1'
          customer          | /shipTos/0/country                | 'Germany'
          price-list        | /kind                             | 'SPECIAL'
          price-list        | /derivedFrom/roundTo              | '-0.05'
          price-list        | /derivedFrom/discountPercent      | '-1000.0001'
          price-list        | /derivedFrom/discountPercent      | 12.5
          price-list        | /derivedFrom/minimumMarginPercent | '100'
          price-list        | /derivedFrom/maximumMarginPercent | '-1000'
          price-list        | /derivedFrom/list                 | ''
          price-list        | /promotions                       | 'no'
          customer          | /tax/status                       | 'taxable'
          customer          | /tax/exemptions/0/validFrom       | '2026-1-1'
          price-list        | /derivedFrom/discountPercent      | '100.01'
          price-list        | /derivedFrom/surcharge            | '+0.01'
          price             | /breaks                           | []
          price             | /breaks/0                         | {'minimum':1}
          price             | /breaks/0/minimum                 | -1
          price             | /breaks/0/amount                  | '-1'
          price             | /breaks/0/amount                  | '01'
          price             | /breaks/0/amount                  | '1.'
          price             | /breaks/0/amount                  | '1.1234567'
          price             | /breaks/0/amount                  | '1234567890123'
          price             | /breaks/0/amount                  | '1e3'
          price             | /breaks/0/amount                  | 9.1
          price             | /priceUnit                        | 10
          contract-price    | /currency                         | 'EURO'
          contract-price    | /priceUnit                        | 10
          contract-price    | /priority                         | 0
          contract-price    | /breakGroup                       | ''
          promotion         | /effect                           | {}
          promotion         | /effect                           | {'percent':'5','amount':'1'}
          promotion         | /effect                           | {'percent':'5','buy':10,'get':1}
          promotion         | /effect                           | {'amount':'1','buy':10}
          promotion         | /effect                           | {'buy':10}
          promotion         | /effect/amount                    | '0.00'
          promotion         | /effect/amount                    | '-1'
          promotion         | /currency                         | 'eur'
          promotion         | /stacking                         | 'SOMETIMES'
          promotion         | /minimumQuantity                  | -1
          promotion         | /scope/items                      | ['A','A']
          promotion         | /scope/channels/0                 | ''
          tax-rate          | /percent                          | 19
          tax-rate          | /percent                          | '-1'
          tax-rate          | /percent                          | '1000.000001'
          tax-rate          | /percent                          | '1.1234567'
          exchange-rate     | /rate                             | 1.1
          exchange-rate     | /rate                             | '0'
          exchange-rate     | /rate                             | '0.0000000000'
          exchange-rate     | /rate                             | '1.12345678901'
          exchange-rate     | /rate                             | '900000000'
          exchange-rate     | /rate                             | '-1.1'
          exchange-rate     | /from                             | 'EURO'
          exchange-rate     | /validFrom                        | null
          cost              | /amount                           | '-0.01'
          cost              | /amount                           | 6.5
          exchange-rate.deleted | /to                           | 'usd'
          """)
  void refusesAWrongValueAtItsPlace(String name, String pointer, String value) {
    Sample sample = samples().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    ObjectNode data = json(sample.full());
    put(data, pointer, json("{'value':" + value + "}").path("value"));
    assertThat(dataViolations(sample.type(), data))
        .anySatisfy(line -> assertThat(line).startsWith("/data" + pointer));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          position.set           | {'item':'A','location':'L'}
          position.set           | {'item':'A','location':'L','reflects':{'orderLines':['O-1/1']}}
          position.adjusted      | {'item':'A','location':'L','reason':'COUNT'}
          contract-price.deleted | {'contract':'K','customer':'C'}
          contract-price.deleted | {'contract':'K','customer':'C','item':'A','category':'B'}
          contract-price         | {'contract':'K','item':'A','discountPercent':'5'}
          contract-price         | {'contract':'K','customer':'C','buyingGroup':'G','item':'A','discountPercent':'5'}
          contract-price         | {'contract':'K','customer':'C','item':'A','discountPercent':'5','priceUnit':100}
          contract-price         | {'contract':'K','customer':'C','item':'A','discountPercent':'5','breakGroup':'G'}
          contract-price.deleted | {'contract':'K','item':'A'}
          contract-price.deleted | {'contract':'K','customer':'C','buyingGroup':'G','item':'A'}
          promotion              | {'promotion':'P','effect':{'amount':'1'}}
          promotion              | {'promotion':'P','effect':{'fixed':'1'}}
          promotion              | {'promotion':'P','effect':{'percent':'1'},'currency':'EUR'}
          promotion              | {'promotion':'P','effect':{'buy':2,'get':1},'currency':'EUR'}
          exchange-rate.deleted  | {'from':'EUR','to':'USD'}
          item.deleted           | {'location':'DC1'}
          outage                 | {'outage':'O'}
          threshold              | {'threshold':'T'}
          threshold              | {'threshold':'T','low':1,'item':'A','category':'B'}
          protection.deleted     | {'protection':'P','item':'A'}
          """)
  void refusesTooFewOrTooManyFields(String name, String data) {
    assertThat(dataViolations("tradecounter." + name + ".v1", json(data))).isNotEmpty();
  }

  /** All 16 ways to give or leave out item, category, breaks and discountPercent. */
  @Test
  void aContractPriceHasOneTargetAndOneKindOfPrice() {
    for (int ways = 0; ways < 16; ways++) {
      boolean item = (ways & 1) != 0;
      boolean category = (ways & 2) != 0;
      boolean breaks = (ways & 4) != 0;
      boolean discount = (ways & 8) != 0;
      ObjectNode data = json("{'contract':'K','customer':'C'}");
      if (item) {
        data.put("item", "A");
      }
      if (category) {
        data.put("category", "CABLE");
      }
      if (breaks) {
        data.withArray("breaks").addObject().put("minimum", 1).put("amount", "8.25");
      }
      if (discount) {
        data.put("discountPercent", "5");
      }
      assertThat(dataViolations("tradecounter.contract-price.v1", data).isEmpty())
          .as(data.toString())
          .isEqualTo(item != category && breaks != discount);
    }
  }

  /** All 64 ways to give or leave out the six fields of which one in each pair is given. */
  @Test
  void aProtectionHasOneTargetOneBuyerAndOneBound() {
    List<String> fields =
        List.of("item", "category", "channel", "customerGroup", "minimum", "maximum");
    for (int ways = 0; ways < 64; ways++) {
      ObjectNode data = json("{'protection':'P'}");
      for (int i = 0; i < fields.size(); i++) {
        if ((ways & (1 << i)) != 0) {
          JsonNode value = json(i < 4 ? "{'v':'X'}" : "{'v':5}").path("v");
          data.set(fields.get(i), value);
        }
      }
      boolean onePerPair =
          Integer.bitCount(ways) == 3 && ((ways ^ (ways >> 1)) & 0b010101) == 0b010101;
      assertThat(dataViolations("tradecounter.protection.v1", data).isEmpty())
          .as(data.toString())
          .isEqualTo(onePerPair);
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "0.0001", "12.5", "99.9999", "100", "100.0000"})
  void takesPercentagesFromZeroToAHundred(String percent) {
    ObjectNode data = json("{'contract':'K','customer':'C','item':'A'}");
    data.put("discountPercent", percent);
    assertThat(dataViolations("tradecounter.contract-price.v1", data)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1", "100.0001", "101", "012", "5.", "1.00001", "5%"})
  void refusesOtherPercentages(String percent) {
    ObjectNode data = json("{'contract':'K','customer':'C','item':'A'}");
    data.put("discountPercent", percent);
    assertThat(dataViolations("tradecounter.contract-price.v1", data))
        .singleElement()
        .asString()
        .startsWith("/data/discountPercent: ");
  }

  @Test
  void takesFromOneToAHundredBreaks() {
    ObjectNode data = json("{'list':'L','item':'A'}");
    for (int i = 0; i < 100; i++) {
      data.withArray("breaks").addObject().put("minimum", i).put("amount", "1");
    }
    assertThat(dataViolations("tradecounter.price.v1", data)).isEmpty();
    data.withArray("breaks").addObject().put("minimum", 100).put("amount", "1");
    assertThat(dataViolations("tradecounter.price.v1", data)).hasSize(1);
  }

  /** The whole of deleted.json takes the data of each type. */
  @Test
  void everyDeletionIsOneOfTheDeletions() {
    CheckedSchema deleted = new CheckedSchema(EventSchemas.document("deleted"));
    for (Sample sample : samples()) {
      boolean deletion = sample.name().endsWith(".deleted");
      assertThat(deleted.violations(json(sample.full())).isEmpty())
          .as(sample.name())
          .isEqualTo(deletion);
    }
  }

  @Test
  void takesTheFullEnvelope() {
    ObjectNode event = event("tradecounter.item.deleted.v1", json("{'item':'A'}"));
    event
        .put("subject", "A")
        .put("time", "2026-11-23T08:00:00.123+01:00")
        .put("sequence", "999999999999999999")
        .put("datacontenttype", "application/json; charset=utf-8")
        .put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    assertThat(violations("tradecounter.item.deleted.v1", event)).isEmpty();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          specversion     | '0.3'
          id              | ''
          id              | 4711
          source          | ''
          source          | 'erp main'
          type            | 'item'
          type            | 'tradecounter.item.deleted.v1\\n'
          subject         | ''
          time            | '2026-11-23'
          time            | '2026-11-23T08:00:00'
          sequence        | 1042
          sequence        | '01'
          sequence        | '-1'
          sequence        | '1000000000000000000'
          datacontenttype | 'text/csv'
          traceparent     | '00-1-2-3'
          data            | 'A'
          data            | []
          dataschema      | 'urn:x'
          """)
  void refusesAWrongEnvelope(String attribute, String value) {
    ObjectNode event = event("tradecounter.item.deleted.v1", json("{'item':'A'}"));
    event.set(attribute, json("{'value':" + value + "}").path("value"));
    assertThat(violations("tradecounter.item.deleted.v1", event))
        .anySatisfy(line -> assertThat(line).startsWith("/" + attribute + ": "));
  }

  @ParameterizedTest
  @CsvSource({"specversion", "id", "source", "type", "data"})
  void refusesAnEnvelopeThatLacks(String attribute) {
    ObjectNode event = event("tradecounter.item.deleted.v1", json("{'item':'A'}"));
    event.remove(attribute);
    assertThat(violations("tradecounter.item.deleted.v1", event))
        .anySatisfy(line -> assertThat(line).contains("'" + attribute + "'"));
  }

  @Test
  void namesAnotherOrUnknownType() {
    ObjectNode event = event("tradecounter.item.deleted.v1", json("{'item':'A'}"));
    assertThat(violations("tradecounter.location.deleted.v1", event))
        .anySatisfy(line -> assertThat(line).startsWith("/type: is 'tradecounter.item.deleted"));
    ObjectNode unknown = event("tradecounter.weather.v1", json("{}"));
    assertThat(violations("tradecounter.weather.v1", unknown))
        .containsExactly("/type: there is no schema for 'tradecounter.weather.v1'");
  }

  @Test
  void namesWhatIsNotJson() {
    for (String text : List.of("", "{", "{}{}", "{\"id\":\"1\",\"id\":\"2\"}")) {
      assertThat(SCHEMAS.violations("tradecounter.item.v1", text.getBytes(UTF_8)))
          .singleElement()
          .asString()
          .startsWith(": the event is not JSON: ");
    }
  }

  private static List<String> dataViolations(String type, ObjectNode data) {
    return violations(type, event(type, data));
  }

  private static List<String> violations(String type, ObjectNode event) {
    return SCHEMAS.violations(type, event.toString().getBytes(UTF_8));
  }

  private static ObjectNode event(String type, ObjectNode data) {
    ObjectNode event =
        json("{'specversion':'1.0','id':'4711','source':'/erp/main'}").put("type", type);
    event.set("data", data);
    return event;
  }

  /** The JSON pointers of all objects inside the node, itself included. */
  private static List<String> objects(JsonNode node, String pointer) {
    List<String> pointers = new ArrayList<>();
    if (node.isObject()) {
      pointers.add(pointer);
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      pointers.addAll(objects(property.getValue(), pointer + "/" + property.getKey()));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      pointers.addAll(objects(node.path(i), pointer + "/" + i));
    }
    return pointers;
  }

  private static void put(ObjectNode data, String pointer, JsonNode value) {
    int last = pointer.lastIndexOf('/');
    JsonNode parent = data.at(pointer.substring(0, last));
    String name = pointer.substring(last + 1);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), value);
    } else {
      ((ObjectNode) parent).set(name, value);
    }
  }

  /** JSON with apostrophes for quotes. */
  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) CheckedSchema.read(text.replace('\'', '"').getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
