package tradecounter.loadtest.world;

import java.time.LocalDate;

/** The keys of objects that have more than one part, as subjects. */
public final class Subjects {
  private Subjects() {}

  /** One item at one location. */
  public static String position(String item, String location) {
    return item + "@" + location;
  }

  /** One item's price in one list. */
  public static String price(String list, String item) {
    return list + "/" + item;
  }

  /** One item's price in one list from a day on, beside its prices from other days on. */
  public static String price(String list, String item, String validFrom) {
    return price(list, item) + "/" + validFrom;
  }

  /** What one supplier can ship of one item. */
  public static String commitment(String supplier, String item) {
    return supplier + "/" + item;
  }

  /** One term of a contract: of an item or of a category. */
  public static String contractPrice(String contract, String subject) {
    return contract + "/" + subject;
  }

  /** What one jurisdiction takes of one category. */
  public static String taxRate(String jurisdiction, String taxCategory) {
    return jurisdiction + "/" + taxCategory;
  }

  /** What one item costs from a day on, beside its costs from other days on. */
  public static String cost(String item, String validFrom) {
    return item + "/" + validFrom;
  }

  /** What one currency is worth in another from a day on. */
  public static String exchangeRate(String from, String to, LocalDate validFrom) {
    return from + "-" + to + "/" + validFrom;
  }
}
