package tradecounter.engine.canonical;

import tradecounter.engine.canonical.Network.Source.Kind;

/** Who serves: a location with stock of ours, or a supplier. */
public record SourceKey(Kind kind, String key) implements Comparable<SourceKey> {
  public static SourceKey location(String location) {
    return new SourceKey(Kind.LOCATION, location);
  }

  public static SourceKey supplier(String supplier) {
    return new SourceKey(Kind.SUPPLIER, supplier);
  }

  @Override
  public int compareTo(SourceKey other) {
    int order = kind.compareTo(other.kind);
    return order != 0 ? order : key.compareTo(other.key);
  }
}
