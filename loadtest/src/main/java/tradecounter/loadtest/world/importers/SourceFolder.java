package tradecounter.loadtest.world.importers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a data set that is not part of the project. All its text is UTF-8. */
record SourceFolder(String dataSet, Path folder) {

  /**
   * @throws IllegalStateException if the folder is not there, naming what is missed and where
   */
  SourceFolder {
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(
          dataSet + ": no folder " + folder.toAbsolutePath() + " (system property shared.data)");
    }
  }

  InputStream open(String file) {
    try {
      return Files.newInputStream(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BufferedReader reader(String file) {
    try {
      return Files.newBufferedReader(folder.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String file) {
    try {
      return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
