package tradecounter.loadtest.world;

import java.util.random.RandomGenerator;

/**
 * Draws ranks as demand falls on items: about as often between 1 and 2 as between 1,000 and 2,000,
 * which is Zipf's law with exponent 1 in steps of a factor of two. Integers only, no table.
 */
public final class SkewedRank {
  private SkewedRank() {}

  /**
   * A rank from 0, the most frequent, to {@code count - 1}.
   *
   * @param count at least 1
   */
  public static long draw(RandomGenerator random, long count) {
    int octaves = Long.SIZE - Long.numberOfLeadingZeros(count);
    while (true) {
      long first = 1L << random.nextInt(octaves);
      long rank = random.nextLong(first, 2 * first);
      if (rank <= count) {
        return rank - 1;
      }
    }
  }
}
