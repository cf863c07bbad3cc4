package tradecounter.engine.canonical;

/**
 * How the documents of an order are named towards its targets: that of the ERP as the order itself,
 * those of suppliers {@code order-1}, {@code order-2}….
 */
public final class DocumentName {
  /** The last group of the order's own name is longer, and may be of digits alone. */
  private static final int LONGEST_NUMBER = 6;

  private DocumentName() {}

  /** The name of another document of the order. */
  public static String numbered(String order, int number) {
    return order + "-" + number;
  }

  /** The number of a document; 0 of that which is named as the order itself. */
  public static int number(String document) {
    String order = order(document);
    return order.equals(document) ? 0 : Integer.parseInt(document.substring(order.length() + 1));
  }

  /** The order that the document belongs to; a name without a number is that of the order. */
  public static String order(String document) {
    int dash = document.lastIndexOf('-');
    boolean numbered =
        dash > 0
            && document.indexOf('-') < dash
            && dash + 1 < document.length()
            && document.length() - dash - 1 <= LONGEST_NUMBER
            && document.chars().skip(dash + 1L).allMatch(c -> c >= '0' && c <= '9');
    return numbered ? document.substring(0, dash) : document;
  }
}
