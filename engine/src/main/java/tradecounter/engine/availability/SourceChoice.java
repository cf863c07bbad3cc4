package tradecounter.engine.availability;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.SourceKey;

/**
 * From which sources of its network something may come.
 *
 * @param only the one source; {@code null} for any
 * @param without none of these
 */
public record SourceChoice(@Nullable SourceKey only, Set<SourceKey> without) {
  public static final SourceChoice ANY = new SourceChoice(null, Set.of());

  public SourceChoice {
    without = Set.copyOf(without);
  }

  /**
   * From there alone.
   *
   * @param source {@code null} for any
   */
  public static SourceChoice only(@Nullable SourceKey source) {
    return source == null ? ANY : new SourceChoice(source, Set.of());
  }

  /** From anywhere but there. */
  public static SourceChoice without(Set<SourceKey> sources) {
    return new SourceChoice(null, sources);
  }

  public boolean allows(SourceKey source) {
    return (only == null || only.equals(source)) && !without.contains(source);
  }
}
