package tradecounter.engine.hold;

/**
 * How feeds name a line of an order of ours: {@code order/line}. Names of orders begin with {@value
 * #PREFIX}, so that lines of other channels, which a feed may name as well, are told from ours.
 */
public final class OrderLineName {
  public static final String PREFIX = "O-";

  private OrderLineName() {}

  public static String of(String order, String line) {
    return order + "/" + line;
  }

  static boolean isOurs(String orderLine) {
    return orderLine.startsWith(PREFIX);
  }
}
