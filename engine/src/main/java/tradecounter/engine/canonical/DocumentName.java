package tradecounter.engine.canonical;

/**
 * How the documents of an order are named towards its targets: that of the ERP as the order itself,
 * those of suppliers {@code order-1}, {@code order-2}….
 */
public final class DocumentName {
  private DocumentName() {}

  /** The order that the document belongs to; a name without a number is that of the order. */
  public static String order(String document) {
    int dash = document.lastIndexOf('-');
    boolean numbered =
        dash > 0
            && document.indexOf('-') < dash
            && dash + 1 < document.length()
            && document.chars().skip(dash + 1L).allMatch(c -> c >= '0' && c <= '9');
    return numbered ? document.substring(0, dash) : document;
  }
}
