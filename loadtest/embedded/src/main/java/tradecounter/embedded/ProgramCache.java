package tradecounter.embedded;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/** Server programs from Maven packages, unpacked once per user into a cache folder. */
final class ProgramCache {
  /** Writes the programs of one server. */
  interface Unpacking {
    void into(Path folder) throws IOException;
  }

  private ProgramCache() {}

  /**
   * The folder of that name, unpacked if this user has not got it yet.
   *
   * @param server whose programs they are, for the message of a failure
   * @param name of the folder; names the version and the system
   * @throws EmbeddedStartException if the disk is full or the folder cannot be written
   */
  static synchronized Path folder(String server, String name, Unpacking unpacking) {
    Path cache = cacheFolder();
    Path folder = cache.resolve(name);
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(cache);
        unpack(cache, folder, unpacking);
      } catch (IOException e) {
        throw ServerLog.failure(server, cache, e);
      }
    }
    return folder;
  }

  private static void unpack(Path cache, Path folder, Unpacking unpacking) throws IOException {
    Path fresh = Files.createTempDirectory(cache, "unpacking-");
    try {
      unpacking.into(fresh);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      // Fine if another run was faster: its content is the same.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    } finally {
      FileUtils.deleteQuietly(fresh.toFile());
    }
  }

  private static Path cacheFolder() {
    Path caches =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(value -> !value.isBlank())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    return caches.resolve("tradecounter");
  }
}
