package tradecounter.engine.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Verdict;

/**
 * All positions of one item, packed. Immutable.
 *
 * <p>Flat arrays, because there are millions of positions and each is tiny: one row of {@value
 * PositionChange#FIGURES} figures per location, one column of marks per feed that ever wrote here.
 * The ids of marks exist only where a feed sends no sequence.
 */
public final class Positions {
  static final Positions NONE =
      new Positions(new int[0], new long[0], new int[0], new long[0], null);

  private final int[] locations;
  private final long[] figures;
  private final int[] feeds;
  private final long[] orders;
  private final long @Nullable [] idHashes;

  Positions(
      int[] locations, long[] figures, int[] feeds, long[] orders, long @Nullable [] idHashes) {
    this.locations = locations;
    this.figures = figures;
    this.feeds = feeds;
    this.orders = orders;
    this.idHashes = idHashes;
  }

  /** How many locations there are. */
  public int size() {
    return locations.length;
  }

  /** The number of the row's location. */
  public int location(int row) {
    return locations[row];
  }

  /** The row of a location, or -1. */
  public int rowOf(int location) {
    for (int row = 0; row < locations.length; row++) {
      if (locations[row] == location) {
        return row;
      }
    }
    return -1;
  }

  /** One figure of a row. */
  public long figure(int row, Figure figure) {
    return figures[row * PositionChange.FIGURES + figure.index()];
  }

  /** On hand less allocated, blocked and safety stock: may be negative. */
  public long free(int row) {
    int at = row * PositionChange.FIGURES;
    return figures[at] - figures[at + 1] - figures[at + 2] - figures[at + 3];
  }

  /** A bit for each feed that has written a position of this item. */
  public long feedBits() {
    long bits = 0;
    for (int feed : feeds) {
      bits |= 1L << feed;
    }
    return bits;
  }

  /** A bit for each feed that has written this row. */
  public long feedBits(int row) {
    long bits = 0;
    for (int column = 0; column < feeds.length; column++) {
      if (order(row, column) != 0 || idHash(row, column) != 0) {
        bits |= 1L << feeds[column];
      }
    }
    return bits;
  }

  int feedCount() {
    return feeds.length;
  }

  int feed(int column) {
    return feeds[column];
  }

  long order(int row, int column) {
    return orders[row * feeds.length + column];
  }

  long idHash(int row, int column) {
    return idHashes == null ? 0 : idHashes[row * feeds.length + column];
  }

  Verdict judge(int location, int feed, Envelope envelope) {
    int row = rowOf(location);
    int column = columnOf(feed);
    return row < 0 || column < 0
        ? Verdict.APPLIED
        : Marks.judge(order(row, column), idHash(row, column), envelope);
  }

  /** With the change applied; {@code null} figures mean the position is deleted. */
  Positions with(int location, int feed, Envelope envelope, @Nullable PositionChange change) {
    int row = rowOf(location);
    int column = columnOf(feed);
    int rows = row < 0 ? locations.length + 1 : locations.length;
    int columns = column < 0 ? feeds.length + 1 : feeds.length;
    int[] newLocations = row < 0 ? Arrays.copyOf(locations, rows) : locations;
    int[] newFeeds = column < 0 ? Arrays.copyOf(feeds, columns) : feeds;
    if (row < 0) {
      row = rows - 1;
      newLocations[row] = location;
    }
    if (column < 0) {
      column = columns - 1;
      newFeeds[column] = feed;
    }
    long[] newFigures = Arrays.copyOf(figures, rows * PositionChange.FIGURES);
    write(newFigures, row * PositionChange.FIGURES, change);
    long[] newOrders = widened(orders, feeds.length, rows, columns);
    int mark = row * columns + column;
    newOrders[mark] = Math.max(newOrders[mark], envelope.order());
    boolean counted = Envelope.isSequence(newOrders[mark]);
    long[] newIdHashes = idHashes;
    if (idHashes != null || !counted) {
      newIdHashes =
          idHashes == null
              ? new long[rows * columns]
              : widened(idHashes, feeds.length, rows, columns);
      newIdHashes[mark] = counted ? 0 : envelope.idHash();
    }
    return new Positions(newLocations, newFigures, newFeeds, newOrders, newIdHashes);
  }

  private static void write(long[] figures, int at, @Nullable PositionChange change) {
    for (int i = 0; i < PositionChange.FIGURES; i++) {
      if (change == null) {
        figures[at + i] = 0;
      } else if ((change.mask() & (1 << i)) != 0) {
        figures[at + i] =
            change.absolute() ? change.figure(i) : saturatedSum(figures[at + i], change.figure(i));
      }
    }
  }

  /** Adjustments without end must not wrap around: they stop at the end of the range. */
  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? -LIMIT : LIMIT) : Math.clamp(sum, -LIMIT, LIMIT);
  }

  /** Four figures of this size still sum up inside a {@code long}. */
  private static final long LIMIT = Long.MAX_VALUE / 8;

  private static long[] widened(long[] values, int oldColumns, int rows, int columns) {
    if (oldColumns == columns) {
      return Arrays.copyOf(values, rows * columns);
    }
    long[] wider = new long[rows * columns];
    int oldRows = oldColumns == 0 ? 0 : values.length / oldColumns;
    for (int row = 0; row < oldRows; row++) {
      System.arraycopy(values, row * oldColumns, wider, row * columns, oldColumns);
    }
    return wider;
  }

  private int columnOf(int feed) {
    for (int column = 0; column < feeds.length; column++) {
      if (feeds[column] == feed) {
        return column;
      }
    }
    return -1;
  }
}
