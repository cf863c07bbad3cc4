package tradecounter.fuzz;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls in a JVM of its own; its argument is the name of a {@link Target}. */
public final class Fuzzing {
  private static @Nullable Target target;

  private Fuzzing() {}

  /** By Jazzer, first. */
  public static void fuzzerInitialize(String[] arguments) {
    target = Target.valueOf(arguments[0]);
  }

  /** By Jazzer, again and again. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (target == null) {
      throw new IllegalStateException("no target");
    }
    take(target, input);
  }

  static void take(Target target, byte[] input) throws IOException {
    if (input.length > 0) {
      target.take(input[0] & 0xFF, Arrays.copyOfRange(input, 1, input.length));
    }
  }
}
