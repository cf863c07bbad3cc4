package tradecounter.loadtest.load;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The questions of the load. */
enum Kind {
  AVAILABILITY("availability"),
  PRICE("price"),
  BULK_AVAILABILITY("availability of 100 lines");

  static final int BULK_LINES = 100;

  private final String title;

  Kind(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * How often each is asked.
   *
   * @param percents of each kind, 100 together
   */
  record Mix(Map<Kind, Integer> percents) {
    Mix {
      percents = new EnumMap<>(percents);
      if (percents.values().stream().anyMatch(percent -> percent < 0)
          || percents.values().stream().mapToInt(Integer::intValue).sum() != 100) {
        throw new IllegalArgumentException("a mix is three percentages that make 100: " + percents);
      }
    }

    /** Of the percentages of the kinds in their order. */
    static Mix of(List<Integer> percents) {
      if (percents.size() != values().length) {
        throw new IllegalArgumentException("a mix is three percentages that make 100: " + percents);
      }
      Map<Kind, Integer> byKind = new EnumMap<>(Kind.class);
      for (Kind kind : values()) {
        byKind.put(kind, percents.get(byKind.size()));
      }
      return new Mix(byKind);
    }

    /** Nothing but this. */
    static Mix only(Kind kind) {
      return new Mix(Map.of(kind, 100));
    }

    Kind draw(RandomGenerator random) {
      int below = random.nextInt(100);
      int sum = 0;
      for (Map.Entry<Kind, Integer> share : percents.entrySet()) {
        sum += share.getValue();
        if (below < sum) {
          return share.getKey();
        }
      }
      throw new IllegalStateException("unreachable: the percentages make 100");
    }

    @Override
    public String toString() {
      return percents.entrySet().stream()
          .map(share -> share.getValue() + " % " + share.getKey().title())
          .collect(Collectors.joining(", "));
    }
  }
}
