package tradecounter.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir Path folder;

  @Test
  void fullDiskIsOneClearLine() {
    assertThatThrownBy(() -> DataFolder.claim(folder, "set FOLDER", Long.MAX_VALUE))
        .isInstanceOf(EmbeddedStartException.class)
        .hasMessageMatching(
            "The disk of data folder \\S+ has \\d+ MB left, but at least \\d+ MB are needed;"
                + " to choose another folder: set FOLDER");
  }

  @Test
  void unwritableFolderIsOneClearLine() throws Exception {
    Path inTheWay = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataFolder.claim(inTheWay.resolve("data"), "set FOLDER"))
        .isInstanceOf(EmbeddedStartException.class)
        .hasMessageStartingWith("Data folder " + inTheWay.resolve("data") + " cannot be written")
        .hasMessageEndingWith("to choose another folder: set FOLDER");
  }

  @Test
  void isLockedUntilClosed() {
    try (DataFolder held = DataFolder.claim(folder, "set FOLDER")) {
      assertThatThrownBy(() -> DataFolder.claim(held.path(), "set FOLDER"))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageContaining("is in use by another run");
    }
    try (DataFolder again = DataFolder.claim(folder, "set FOLDER")) {
      assertThat(again.path()).isDirectory();
    }
  }

  @Test
  void isLockedAgainstOtherProcesses() throws Exception {
    try (DataFolder held = DataFolder.claim(folder, "set FOLDER")) {
      assertThatThrownBy(() -> DataFolder.claim(folder, "set FOLDER"))
          .isInstanceOf(EmbeddedStartException.class);
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  JvmClassPath.current(),
                  ChildRun.class.getName(),
                  held.path().toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(other.getInputStream().readAllBytes(), UTF_8);
      assertThat(output)
          .contains("is in use by another run (process " + ProcessHandle.current().pid() + ")");
    }
  }
}
