package tradecounter.benchmarks;

/**
 * One measured figure.
 *
 * @param name the number of the target in front, if there is one: {@code P1 availability}
 * @param value the median, if it was measured several times
 * @param low the lowest, else the value
 * @param high the highest, else the value
 * @param unit such as {@code µs/request}; {@code ratio} for one side divided by the other
 */
public record Figure(String name, double value, double low, double high, String unit) {

  /** A figure that was measured once. */
  public static Figure of(String name, double value, String unit) {
    return new Figure(name, value, value, value, unit);
  }

  /** The median of several measurements with their extremes. */
  public static Figure median(String name, double[] values, String unit) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return new Figure(name, percentile(sorted, 50), sorted[0], sorted[sorted.length - 1], unit);
  }

  /** The value at a percentile of what is sorted. */
  public static double percentile(double[] sorted, double percent) {
    return sorted[(int) Math.round((sorted.length - 1) * percent / 100)];
  }

  @Override
  public String toString() {
    String range = low == high ? "" : "  (%s .. %s)".formatted(written(low), written(high));
    return "%-58s %10s %s%s".formatted(name, written(value), unit, range);
  }

  private static String written(double figure) {
    return Math.abs(figure) < 100 ? "%.3f".formatted(figure) : "%,.0f".formatted(figure);
  }
}
