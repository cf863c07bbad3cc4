package tradecounter.decode;

import java.util.List;

/** Good events of every type, as a source may send them. JSON is written with apostrophes. */
public final class EventSamples {
  private EventSamples() {}

  /**
   * Good data of one type.
   *
   * @param minimal no more than a source must say
   * @param full every field that the decoder takes, except those that exclude each other
   */
  public record Sample(String name, String minimal, String full) {
    public String type() {
      return "tradecounter." + name + ".v1";
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A whole event. */
  public static String event(String type, String data) {
    return json("{'specversion':'1.0','id':'4711','source':'/erp/main','type':'")
        + type
        + json("','data':")
        + json(data)
        + "}";
  }

  /** A whole event with every attribute of the envelope. */
  public static String fullEvent(String type, String data) {
    return json(
            """
            {'specversion':'1.0','id':'4711','source':'urn:erp:main%20site','subject':'SKU-1@DC1',
             'time':'2026-11-23T08:00:00.123+01:00','sequence':'1042',
             'datacontenttype':'application/json; charset=utf-8',
             'traceparent':'00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','type':'
            """
                .stripTrailing())
        + type
        + json("','data':")
        + json(data)
        + "}";
  }

  static String json(String apostrophes) {
    return apostrophes.replace('\'', '"');
  }

  public static List<Sample> all() {
    return List.of(
        new Sample(
            "item",
            "{'item':'HEX-M8X40-ZP','policy':'STOCKED','baseUom':'EA'}",
            """
            {'item':'SET-7','description':'Fixing set 3 × 2.5 mm²','category':'SET',
             'policy':'BUNDLE','dropShipEligible':true,'baseUom':'EA','quantityDecimals':2,
             'uoms':[{'uom':'BOX','numerator':500,'denominator':3,'decimals':0}],'sellable':true,
             'taxCategory':'STANDARD',
             'components':[{'item':'HEX-M8X40-ZP','quantity':0.002,'optional':true,'stocked':false},
                           {'item':'NUT-M8','quantity':2}],
             'quantityRules':{'minimum':0.5,'maximum':2000,'multiple':0.5},
             'substitutes':[{'item':'SET-8','kind':'ALTERNATIVE','rank':2},
                            {'item':'SET-9','kind':'SUPERSEDES'}],
             'horizonDays':90}
            """),
        new Sample(
            "location",
            "{'location':'DC1','timeZone':'Europe/Berlin'}",
            """
            {'location':'DC1','name':'Central warehouse','kind':'BRANCH','timeZone':'UTC',
             'workingDays':['MON','TUE','SUN'],'holidays':['2026-12-25','2028-02-29'],
             'cutOff':'15:00','status':'CLOSED'}
            """),
        new Sample(
            "network",
            "{'network':'NORTH','sources':[]}",
            """
            {'network':'NORTH','match':{'channels':['WEB'],'regions':['DE-N','DE-S'],
             'customerGroups':['GOLD'],'customers':['C-10042']},'priority':1,
             'sources':[{'location':'DC1','rank':1,'transitDays':2},
                        {'supplier':'S-SKF','rank':2,'transitDays':4}],
             'sourcing':'EARLIEST','deliveryDays':['MON','WED'],
             'deliveryHolidays':['2026-12-28','2028-02-28']}
            """),
        new Sample(
            "outage",
            "{'outage':'O-1','location':'DC1'}",
            """
            {'outage':'O-1','location':'DC1','from':'2026-12-24','to':'2027-01-02',
             'reason':'Stocktaking'}
            """),
        new Sample(
            "threshold",
            "{'threshold':'T-1','low':0}",
            """
            {'threshold':'T-1','item':'HEX-M8X40-ZP','low':250.5}
            """),
        new Sample(
            "customer",
            "{'customer':'C-10042','currency':'EUR'}",
            """
            {'customer':'C-10042','name':'Werft Nord GmbH','parent':'C-10000',
             'groups':[{'group':'GOLD','priority':1},{'group':'MARINE','priority':2}],
             'lists':['C-10042-AUTUMN','C-10042'],'currency':'EUR','channel':'WEB',
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
            "position.set",
            "{'item':'HEX-M8X40-ZP','location':'DC1','onHand':-3}",
            """
            {'item':'HEX-M8X40-ZP','location':'DC1','onHand':12000,'allocated':2500.5,'blocked':0,
             'safetyStock':1000,
             'reflects':{'orderLines':['O-1001/1','O-2'],'watermark':'2026-11-23T02:00:00Z'}}
            """),
        new Sample(
            "position.adjusted",
            "{'item':'BRG-6204-2RS','location':'DC1','blocked':2,'reason':'DAMAGE'}",
            """
            {'item':'BRG-6204-2RS','location':'DC1','onHand':-4,'allocated':-4.25,'blocked':0,
             'reason':'GOODS_ISSUE','orderLine':'O-1001/1'}
            """),
        new Sample(
            "receipt",
            "{'receipt':'PO-77/1','item':'HEX-M8X40-ZP','location':'DC1','quantity':20000}",
            """
            {'receipt':'PO-77/1','item':'HEX-M8X40-ZP','location':'DC1','quantity':20000,
             'received':500,'expectedOn':'2026-12-01','kind':'TRANSFER','supplier':'S-WUERTH',
             'status':'OPEN'}
            """),
        new Sample(
            "demand",
            """
            {'demand':'SO-9/2','item':'BRG-6204-2RS','location':'DC1','quantity':4,
             'dueOn':'2026-11-30'}
            """,
            """
            {'demand':'SO-9/2','item':'BRG-6204-2RS','location':'DC1','quantity':0.25,
             'dueOn':'2026-11-30','orderLine':'O-1002/1','status':'CLOSED'}
            """),
        new Sample(
            "commitment",
            """
            {'supplier':'S-SKF','item':'BRG-6204-2RS','quantity':2500,'leadTimeDays':5,
             'asOf':'2026-11-23T06:00:00Z'}
            """,
            """
            {'supplier':'S-SKF','item':'BRG-6204-2RS','quantity':2500,'leadTimeDays':0,
             'asOf':'2026-11-23T06:00:00+01:00','validUntil':'2026-11-30T06:00:00.5Z',
             'minimumOrder':10}
            """),
        new Sample(
            "protection",
            "{'protection':'P-1','category':'CABLE','customerGroup':'GOLD','maximum':0}",
            """
            {'protection':'P-1','item':'HEX-M8X40-ZP','channel':'WEB','minimum':100.25,
             'validFrom':'2026-11-01','validTo':'2026-12-31'}
            """),
        new Sample(
            "price-list",
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
            "{'list':'LIST-2026','item':'HEX-M8X40-ZP','breaks':[{'minimum':0,'amount':'9.10'}]}",
            """
            {'list':'LIST-2026','item':'HEX-M8X40-ZP','uom':'EA',
             'breaks':[{'minimum':1,'amount':'9.10'},{'minimum':500,'amount':'8.250001'}],
             'priceUnit':1000,'breakGroup':'SCREWS','validFrom':'2026-01-01','validTo':'2026-12-31'}
            """),
        new Sample(
            "contract-price",
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
            "{'jurisdiction':'DE','taxCategory':'STANDARD','percent':'19'}",
            """
            {'jurisdiction':'US-CA-90210','taxCategory':'STANDARD','percent':'9.512345',
             'validFrom':'2026-01-01','validTo':'2026-12-31'}
            """),
        new Sample(
            "exchange-rate",
            "{'from':'EUR','to':'USD','rate':'1','validFrom':'2026-11-23'}",
            """
            {'from':'IDR','to':'EUR','rate':'0.0000512345','validFrom':'2026-11-23'}
            """),
        new Sample(
            "cost",
            "{'item':'HEX-M8X40-ZP','amount':'0','currency':'EUR'}",
            """
            {'item':'HEX-M8X40-ZP','location':'DC1','amount':'6.123456','currency':'EUR',
             'validFrom':'2026-01-01'}
            """),
        new Sample(
            "order-status",
            "{'orderId':'O-1','status':'PICKED'}",
            """
            {'orderId':'O-1','erpOrder':'SO-1001','status':'SHIPPED',
             'lines':[{'lineId':'1','quantity':2.5,'reason':'DONE',
                       'unitPrice':{'amount':'10.00','currency':'EUR'}}]}
            """),
        new Sample(
            "shipment",
            "{'shipment':'SH-1','orderId':'O-1'}",
            """
            {'shipment':'SH-1','orderId':'O-1','carrier':'DHL','tracking':'JJD-1',
             'lines':[{'lineId':'1','quantity':2}],'milestone':'IN_TRANSIT',
             'at':'2026-11-23T08:00:00Z'}
            """),
        new Sample(
            "supplier-acknowledgement",
            """
            {'supplier':'S-SKF','purchaseOrder':'O-1-1',
             'lines':[{'lineId':'1','outcome':'ACCEPTED'}]}
            """,
            """
            {'supplier':'S-SKF','purchaseOrder':'O-1-1',
             'lines':[{'lineId':'1','item':'BRG-6204-2RS','quantity':4,'outcome':'PARTIAL',
                       'expectedOn':'2026-12-01','reason':'short'}]}
            """),
        new Sample("item.deleted", "{'item':'A'}", "{'item':'A'}"),
        new Sample("location.deleted", "{'location':'A'}", "{'location':'A'}"),
        new Sample("network.deleted", "{'network':'A'}", "{'network':'A'}"),
        new Sample("outage.deleted", "{'outage':'A'}", "{'outage':'A'}"),
        new Sample("threshold.deleted", "{'threshold':'A'}", "{'threshold':'A'}"),
        new Sample("protection.deleted", "{'protection':'A'}", "{'protection':'A'}"),
        new Sample("customer.deleted", "{'customer':'C'}", "{'customer':'C'}"),
        new Sample(
            "position.deleted", "{'item':'A','location':'DC1'}", "{'item':'A','location':'DC1'}"),
        new Sample("receipt.deleted", "{'receipt':'A'}", "{'receipt':'A'}"),
        new Sample("demand.deleted", "{'demand':'A'}", "{'demand':'A'}"),
        new Sample(
            "commitment.deleted", "{'supplier':'S','item':'A'}", "{'supplier':'S','item':'A'}"),
        new Sample("price-list.deleted", "{'list':'L'}", "{'list':'L'}"),
        new Sample(
            "price.deleted",
            "{'list':'L','item':'A'}",
            "{'list':'L','item':'A','uom':'EA','validFrom':'2026-01-01'}"),
        new Sample(
            "contract-price.deleted",
            "{'contract':'K','buyingGroup':'G','category':'B'}",
            """
            {'contract':'K','customer':'C','item':'A','uom':'EA','validFrom':'2026-01-01'}
            """),
        new Sample("promotion.deleted", "{'promotion':'A'}", "{'promotion':'A'}"),
        new Sample(
            "tax-rate.deleted",
            "{'jurisdiction':'DE','taxCategory':'S'}",
            "{'jurisdiction':'DE','taxCategory':'S','validFrom':'2026-01-01'}"),
        new Sample(
            "exchange-rate.deleted",
            "{'from':'EUR','to':'USD','validFrom':'2026-01-01'}",
            "{'from':'EUR','to':'USD','validFrom':'2026-01-01'}"),
        new Sample(
            "cost.deleted",
            "{'item':'A'}",
            "{'item':'A','location':'DC1','validFrom':'2026-01-01'}"));
  }
}
