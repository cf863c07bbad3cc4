package tradecounter.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The Redis server program from its Maven package, unpacked once per user into a cache folder. */
final class RedisProgram {
  /**
   * The third number is not the same for every system. Must be the version of the package; a test
   * compares it with what the server says.
   */
  static final String VERSION = "6.2";

  private static final String NAME = "redis-server";

  private RedisProgram() {}

  /** Unpacks the program if this user has not got it yet. */
  static Path unpacked() {
    String resource =
        ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
    if (resource == null) {
      throw new EmbeddedStartException(
          RedisServer.TITLE
              + " did not start: its package has no program for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch"));
    }
    return ProgramCache.folder(
            RedisServer.TITLE,
            resource.replace("/", ""),
            folder -> unpack(resource, folder.resolve(NAME)))
        .resolve(NAME);
  }

  private static void unpack(String resource, Path program) throws IOException {
    try (InputStream in = ExecutableProvider.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("The package lacks " + resource);
      }
      Files.copy(in, program);
    }
    if (!program.toFile().setExecutable(true, false)) {
      throw new IOException("Cannot make executable: " + program);
    }
  }
}
