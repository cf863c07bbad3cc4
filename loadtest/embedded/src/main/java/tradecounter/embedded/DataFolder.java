package tradecounter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A data folder that this run alone uses, until closed. The lock is the kernel's: it ends with the
 * process, however that ends.
 */
final class DataFolder implements AutoCloseable {
  static final long MIN_SPACE_BYTES = 512L << 20;

  private static final String LOCK_NAME = "lock";

  /**
   * The folders that this process has claimed. To open and close the lock file of one of them once
   * more would release the lock: POSIX locks belong to the process, not to the channel.
   */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder if needed and locks it.
   *
   * @param howToChange what the user does to choose another folder
   * @throws EmbeddedStartException if it is in use, cannot be written, or its disk is nearly full
   */
  static DataFolder claim(Path folder, String howToChange) {
    return claim(folder, howToChange, MIN_SPACE_BYTES);
  }

  static DataFolder claim(Path folder, String howToChange, long minSpaceBytes) {
    try {
      Path path = Files.createDirectories(folder).toRealPath();
      requireSpace(path, howToChange, minSpaceBytes);
      return new DataFolder(path, lock(path, howToChange));
    } catch (IOException e) {
      throw new EmbeddedStartException(
          "Data folder %s cannot be written (%s); %s"
              .formatted(folder.toAbsolutePath(), e, choose(howToChange)),
          e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
      CLAIMED.remove(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlock " + path, e);
    }
  }

  private static void requireSpace(Path path, String howToChange, long minBytes)
      throws IOException {
    long usableBytes = Files.getFileStore(path).getUsableSpace();
    if (usableBytes < minBytes) {
      throw new EmbeddedStartException(
          "The disk of data folder %s has %d MB left, but at least %d MB are needed; %s"
              .formatted(path, usableBytes >> 20, minBytes >> 20, choose(howToChange)));
    }
  }

  private static FileChannel lock(Path path, String howToChange) throws IOException {
    if (!CLAIMED.add(path)) {
      throw inUse(path, ownPid(), howToChange);
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path.resolve(LOCK_NAME),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw inUse(path, holder(channel), howToChange);
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(ownPid()));
      return channel;
    } catch (IOException | EmbeddedStartException e) {
      CLAIMED.remove(path);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private static EmbeddedStartException inUse(Path path, String holder, String howToChange) {
    return new EmbeddedStartException(
        "Data folder %s is in use by another run (process %s); stop that one, or, %s"
            .formatted(path, holder, choose(howToChange)));
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
  }

  private static String ownPid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private static String choose(String howToChange) {
    return "to choose another folder: " + howToChange;
  }
}
