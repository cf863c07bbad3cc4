package tradecounter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** A folder with the files of feeds: those that come with the program, and what a test adds. */
public final class FeedFolder {
  private final Path folder;

  public FeedFolder() {
    try {
      folder = Files.createTempDirectory("feeds");
      for (String feed : List.of("erp", "wms", "tms", "supplier", "logistics")) {
        try (InputStream shipped =
            Objects.requireNonNull(
                FeedFolder.class.getResourceAsStream("/config/feeds/" + feed + ".yaml"))) {
          Files.copy(shipped, folder.resolve(feed + ".yaml"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return folder;
  }

  /** Writes a feed's file, at once as a whole. */
  public FeedFolder write(String feed, String text) {
    return put(feed + ".yaml", text);
  }

  /** Writes any file, at once as a whole. */
  public FeedFolder put(String name, String text) {
    try {
      Path to = folder.resolve(name);
      Files.createDirectories(Objects.requireNonNull(to.getParent()));
      Path unfinished = Files.createTempFile(folder, ".", null);
      Files.writeString(unfinished, text);
      Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public FeedFolder delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The service uses all of its files, and looks often whether they change. */
  public TestService in(TestService service) {
    return service
        .with("FEEDS_FOLDER", folder.toString())
        .with("FEEDS_ENABLED", "[\"*\"]")
        .with("FEEDS_RELOADMILLIS", "200")
        .with("DELIVERIES_POLLMILLIS", "50");
  }
}
