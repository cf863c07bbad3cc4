package tradecounter.loadtest.world;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * Shares contract lines among customers: the n-th largest customer gets a share in proportion to
 * 1/n, though never more than one line per item, and popular items come first. No pair of customer
 * and item, or customer and category, comes twice. Memory: a few numbers.
 */
final class ContractLines implements Iterator<ContractLines.Line> {
  private static final long CONTRACT = 6;

  /** One line in so many is on a category, until the customer has all categories. */
  private static final int LINES_PER_CATEGORY = 50;

  /** The largest customer's share; small enough that 10^8 lines times all shares fit a long. */
  private static final long LARGEST_SHARE = 1L << 32;

  private final WorldSize size;
  private final long shares;
  private long sharesGiven;
  private long linesGiven;
  private int customer = -1;
  private long linesOfCustomer;
  private long line;

  /**
   * @param customer the customer's number
   * @param ofCategory whether {@code subject} is a category
   * @param subject the item's or the category's number
   */
  record Line(int customer, boolean ofCategory, long subject) {}

  ContractLines(WorldSize size) {
    this.size = size;
    long sum = 0;
    for (int i = 0; i < size.customers(); i++) {
      sum += LARGEST_SHARE / (i + 1);
    }
    this.shares = sum;
  }

  @Override
  public boolean hasNext() {
    return linesGiven < size.contractLines() || line < linesOfCustomer;
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    while (line == linesOfCustomer) {
      startNextCustomer();
    }
    long current = line++;
    long category = current / LINES_PER_CATEGORY;
    if (current % LINES_PER_CATEGORY == LINES_PER_CATEGORY - 1 && category < WorldSize.CATEGORIES) {
      return new Line(customer, true, category);
    }
    long first = stratum(current);
    long width = stratum(current + 1) - first;
    SplittableRandom random = GeneratedPrices.random(size.seed(), CONTRACT + customer, current);
    return new Line(customer, false, first + random.nextLong(width));
  }

  private void startNextCustomer() {
    customer++;
    sharesGiven += LARGEST_SHARE / (customer + 1);
    long remaining = size.contractLines() - linesGiven;
    long roomLater = (long) (size.customers() - 1 - customer) * size.items();
    long due = share(sharesGiven) - linesGiven;
    linesOfCustomer =
        Math.clamp(due, Math.max(0, remaining - roomLater), Math.min(remaining, size.items()));
    linesGiven += linesOfCustomer;
    line = 0;
  }

  private long share(long given) {
    return size.contractLines() * given / shares;
  }

  /** Where the n-th line's items begin: one after the other at first, ever wider apart later. */
  private long stratum(long n) {
    return n + (size.items() - linesOfCustomer) * n / linesOfCustomer * n / linesOfCustomer;
  }
}
