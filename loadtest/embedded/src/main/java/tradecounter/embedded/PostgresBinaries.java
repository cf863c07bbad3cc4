package tradecounter.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs from their Maven package, unpacked once per user into a cache folder. */
final class PostgresBinaries {
  /** Must be the version of the package; a test compares it with what the server says. */
  static final String VERSION = "17.5";

  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  /** Unpacks the programs if this user has not got them yet; some seconds the first time. */
  static PostgresBinaries unpacked() {
    String name = "postgresql-" + VERSION + "-" + os() + "-" + System.getProperty("os.arch");
    return new PostgresBinaries(
        ProgramCache.folder(PostgresServer.TITLE, name, PostgresBinaries::unpackInto));
  }

  /** The command line of a program such as {@code initdb}. */
  List<String> command(String program, String... arguments) {
    List<String> words = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      // PostgreSQL refuses to run as root. In a user namespace of its own it is nobody.
      words.addAll(List.of("unshare", "-U"));
    }
    words.add(folder.resolve("bin").resolve(program).toString());
    words.addAll(List.of(arguments));
    return words;
  }

  private static void unpackInto(Path folder) throws IOException {
    try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(os(), arch());
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, folder);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("Archive entry outside of its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolve("..").normalize());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean executable = (entry.getMode() & 0100) != 0;
    if (executable && !target.toFile().setExecutable(true, false)) {
      throw new IOException("Cannot make executable: " + target);
    }
  }

  private static String os() {
    return System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
  }

  private static String arch() {
    String arch = System.getProperty("os.arch");
    return arch.equals("amd64") ? "x86_64" : arch;
  }
}
