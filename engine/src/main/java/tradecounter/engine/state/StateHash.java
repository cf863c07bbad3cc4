package tradecounter.engine.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One number for a whole world, to compare nodes, replay and checkpoint.
 *
 * <p>The sum, modulo 2¹²⁸ by halves, of the first 128 bits of SHA-256 over each entity's kind, key
 * and encoded state: it does not depend on the order in which entities are kept. Log positions are
 * part of it, so equal hashes mean equal state at the same point of the log.
 */
public final class StateHash {
  private StateHash() {}

  /** Writer only, or while nothing is applied. O(state). */
  public static String of(World world) {
    AtomicLongArray sum = new AtomicLongArray(2);
    world.captureAll(
        captured -> {
          ByteBuffer digest = ByteBuffer.wrap(digest(captured.entity(), world.encode(captured)));
          sum.addAndGet(0, digest.getLong());
          sum.addAndGet(1, digest.getLong());
        });
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(sum.get(0)) + hex.toHexDigits(sum.get(1));
  }

  private static byte[] digest(Entity entity, byte[] state) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((entity.kind() + "\0" + entity.key() + "\0").getBytes(StandardCharsets.UTF_8));
      return sha.digest(state);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
