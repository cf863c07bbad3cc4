package tradecounter.engine.canonical;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tradecounter.engine.canonical.PositionChange.Figure;

/**
 * What one feed may write and how its figures age.
 *
 * @param owns object kinds it may write; for positions see the figures
 * @param setFigures which figures of a position it may set
 * @param adjustedFigures which figures of a position it may adjust
 * @param receiptKinds which kinds of receipt it may write; empty means all
 * @param orders how its figures include orders of ours
 */
public record FeedRules(
    String feed,
    Set<ObjectKind> owns,
    Set<Figure> setFigures,
    Set<Figure> adjustedFigures,
    Set<Receipt.Kind> receiptKinds,
    OrderInclusion orders,
    SupplyPolicy supply) {

  /** How the ownership of a figure is written: before its name. */
  public static final String SET = "position.set.";

  public static final String ADJUSTED = "position.adjusted.";

  public FeedRules {
    owns = Set.copyOf(owns);
    setFigures = Set.copyOf(setFigures);
    adjustedFigures = Set.copyOf(adjustedFigures);
    receiptKinds = Set.copyOf(receiptKinds);
  }

  /**
   * Why the feed may not write this, as a sentence for its sender; empty if it may.
   *
   * <p>A deletion needs the ownership of the whole object. What shows orders of ours has to be of
   * the kind that {@link #orders} declares.
   */
  public String objection(Change change) {
    String notOwned = ownershipObjection(change);
    return notOwned.isEmpty() ? ordersObjection(change) : notOwned;
  }

  private String ownershipObjection(Change change) {
    ObjectKind kind = change.objectKind();
    if (kind == ObjectKind.POSITION) {
      return positionObjection(change);
    }
    if (!owns.contains(kind)) {
      return "feed " + feed + " does not own " + kind.wireName() + " (it owns " + owned() + ")";
    }
    if (kind == ObjectKind.RECEIPT && change instanceof Deletion && !receiptKinds.isEmpty()) {
      return "feed "
          + feed
          + " owns only receipts of kind "
          + receiptKinds
          + ": cancel, do not delete";
    }
    if (change instanceof Receipt receipt
        && !receiptKinds.isEmpty()
        && !receiptKinds.contains(receipt.kind())) {
      return "feed " + feed + " does not own receipts of kind " + receipt.kind();
    }
    return "";
  }

  private String positionObjection(Change change) {
    boolean adjusted = change instanceof PositionChange position && !position.absolute();
    Set<Figure> owned = adjusted ? adjustedFigures : setFigures;
    for (Figure figure : Figure.values()) {
      boolean written = !(change instanceof PositionChange position) || position.gives(figure);
      if (written && !owned.contains(figure)) {
        return "feed "
            + feed
            + " does not own "
            + (adjusted ? ADJUSTED : SET)
            + figure.wireName()
            + " (it owns "
            + owned()
            + ")";
      }
    }
    return "";
  }

  /** See the table of {@link OrderInclusion}. */
  private String ordersObjection(Change change) {
    if (change instanceof PositionChange position) {
      return position.absolute()
          ? reflectionObjection(position.reflects())
          : position.orderLine().isEmpty()
              ? ""
              : only(Set.of(OrderInclusion.GROSS), "an adjustment names an orderLine");
    }
    if (change instanceof Demand demand && !demand.orderLine().isEmpty()) {
      return only(
          Set.of(OrderInclusion.GROSS, OrderInclusion.NET_LISTED), "a demand names an orderLine");
    }
    return change instanceof Commitment commitment
        ? reflectionObjection(commitment.reflects())
        : "";
  }

  private String reflectionObjection(Reflection reflects) {
    String listed =
        reflects.orderLines().isEmpty()
            ? ""
            : only(Set.of(OrderInclusion.NET_LISTED), "reflects.orderLines is given");
    return listed.isEmpty() && reflects.upToMillis() != Reflection.UNSAID
        ? only(Set.of(OrderInclusion.NET_WATERMARK), "reflects.watermark is given")
        : listed;
  }

  private String only(Set<OrderInclusion> by, String said) {
    return by.contains(orders)
        ? ""
        : said
            + ", but only where a feed's file says orders: "
            + by.stream().sorted().map(Enum::name).collect(Collectors.joining(" or "))
            + " (feed "
            + feed
            + " says "
            + orders
            + ")";
  }

  private String owned() {
    Set<String> names = new TreeSet<>();
    owns.forEach(kind -> names.add(kind.wireName()));
    setFigures.forEach(figure -> names.add(SET + figure.wireName()));
    adjustedFigures.forEach(figure -> names.add(ADJUSTED + figure.wireName()));
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }
}
