package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.EnumMap;
import java.util.Map;

/**
 * Figures of one item at one location.
 *
 * @param absolute whether the figures replace what is known or are added to it
 * @param mask which figures are given: bit {@link Figure#bit()}
 * @param reflects what of our orders the figures include; only of absolute ones
 * @param orderLine whose goods move, as {@code order/line}; only of adjustments, empty if of none
 */
public record PositionChange(
    String item,
    String location,
    boolean absolute,
    int mask,
    long onHand,
    long allocated,
    long blocked,
    long safetyStock,
    Reflection reflects,
    String orderLine)
    implements Change {

  /** The figures of a position, in the order they are stored. */
  public enum Figure {
    ON_HAND("onHand", 0),
    ALLOCATED("allocated", 1),
    BLOCKED("blocked", 2),
    SAFETY_STOCK("safetyStock", 3);

    private final String wireName;
    private final int index;

    Figure(String wireName, int index) {
      this.wireName = wireName;
      this.index = index;
    }

    public String wireName() {
      return wireName;
    }

    /** Where it stands among the figures of a position. */
    public int index() {
      return index;
    }

    public int bit() {
      return 1 << index;
    }
  }

  /** How many figures a position has. */
  public static final int FIGURES = 4;

  private static final String ONE_WAY =
      "absolute figures say what they reflect, adjustments whose goods move";

  public PositionChange {
    require(mask != 0, "none of onHand, allocated, blocked, safetyStock is given");
    require(absolute ? orderLine.isEmpty() : reflects.isNone(), ONE_WAY);
  }

  /** A change that sets the given figures and leaves the others. */
  public static PositionChange set(String item, String location, Map<Figure, Long> figures) {
    return of(item, location, true, figures);
  }

  /** A change that adds the given signed figures. */
  public static PositionChange adjust(String item, String location, Map<Figure, Long> figures) {
    return of(item, location, false, figures);
  }

  private static PositionChange of(
      String item, String location, boolean absolute, Map<Figure, Long> figures) {
    int mask = 0;
    for (Figure figure : figures.keySet()) {
      mask |= figure.bit();
    }
    Map<Figure, Long> given = new EnumMap<>(Figure.class);
    given.putAll(figures);
    return new PositionChange(
        item,
        location,
        absolute,
        mask,
        given.getOrDefault(Figure.ON_HAND, 0L),
        given.getOrDefault(Figure.ALLOCATED, 0L),
        given.getOrDefault(Figure.BLOCKED, 0L),
        given.getOrDefault(Figure.SAFETY_STOCK, 0L),
        Reflection.NONE,
        "");
  }

  /** The same figures, which include these of our orders. */
  public PositionChange reflecting(Reflection included) {
    return new PositionChange(
        item,
        location,
        absolute,
        mask,
        onHand,
        allocated,
        blocked,
        safetyStock,
        included,
        orderLine);
  }

  /** The same adjustment, as the goods of this line move. */
  public PositionChange ofLine(String line) {
    return new PositionChange(
        item, location, absolute, mask, onHand, allocated, blocked, safetyStock, reflects, line);
  }

  /** By how much an adjustment lessens what is free. */
  public long taken() {
    return FixedPoint.saturatedSum(FixedPoint.saturatedSum(allocated, blocked), -onHand);
  }

  /** Whether the figure is given. */
  public boolean gives(Figure figure) {
    return (mask & figure.bit()) != 0;
  }

  /** The figure by its number; 0 if not given. */
  public long figure(int index) {
    return switch (index) {
      case 0 -> onHand;
      case 1 -> allocated;
      case 2 -> blocked;
      case 3 -> safetyStock;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }
}
