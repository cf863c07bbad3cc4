package tradecounter.loadtest.load;

import java.util.Locale;
import java.util.random.RandomGenerator;
import tradecounter.loadtest.world.SkewedRank;

/** How demand falls on keys, by number from 0. */
public enum Keys {
  /** As in a shop: Zipf's law with exponent 1 ({@link SkewedRank}), 0 most often. */
  ZIPF {
    @Override
    public long draw(RandomGenerator random, long count) {
      return SkewedRank.draw(random, count);
    }
  },

  /** Every key as often as any other: the worst case for caches. */
  UNIFORM {
    @Override
    public long draw(RandomGenerator random, long count) {
      return random.nextLong(count);
    }
  };

  /**
   * A number below {@code count}.
   *
   * @param count at least 1
   */
  public abstract long draw(RandomGenerator random, long count);

  /** For file names and tables. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
