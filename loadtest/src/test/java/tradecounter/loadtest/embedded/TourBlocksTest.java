package tradecounter.loadtest.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.embedded.Ports;

/**
 * Starts the system as the README's one command does and pastes the README's tour, block by block,
 * into one shell. Each {@code # → text} has to be in what its block prints.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class TourBlocksTest {
  private static final Path README =
      Path.of(System.getProperty("tradecounter.root", ".."), "README.md");
  private static final String EXPECTATION = "# → ";
  private static final String END_OF_BLOCK = "---- end of block ----";

  @Test
  void theTourSaysWhatItDoes(@TempDir Path folder) throws IOException, InterruptedException {
    List<String> blocks = blocks();
    assertThat(blocks).as("blocks of the tour").hasSizeGreaterThan(8);
    Map<String, String> environment =
        Map.of(
            "TRADECOUNTER_HTTP_PORT", String.valueOf(Ports.free()),
            "TRADECOUNTER_MANAGEMENT_PORT", String.valueOf(Ports.free()),
            "TRADECOUNTER_SANDBOX_PORT", String.valueOf(Ports.free()),
            "TRADECOUNTER_FEEDS_FOLDER", feeds(folder).toString(),
            "TRADECOUNTER_FEEDS_ENABLED", "[\"*\"]");
    // Progress is told by several threads.
    List<String> said = new CopyOnWriteArrayList<>();
    try (EmbeddedTradecounter embedded =
        EmbeddedTradecounter.start(
            new EmbeddedTradecounter.Options(folder.resolve("data"), true, environment),
            said::add)) {
      embedded.tellDemoWorld();
      String[] outputs = paste(blocks, environment, folder);
      for (int i = 0; i < blocks.size(); i++) {
        List<String> expected = expectations(blocks.get(i));
        assertThat(expected).as("expectations of%n%s", blocks.get(i)).isNotEmpty();
        assertThat(outputs[i]).as("output of%n%s", blocks.get(i)).contains(expected);
      }
    }
    assertThat(said).anyMatch(line -> line.startsWith("starting PostgreSQL"));
    assertThat(said).anyMatch(line -> line.startsWith("starting Redis"));
    assertThat(said).anyMatch(line -> line.contains("events accepted, 0 refused"));
  }

  /** The files of the feeds in a folder of their own: the tour writes one more. */
  private static Path feeds(Path folder) throws IOException {
    Path feeds = Files.createDirectory(folder.resolve("feeds"));
    try (var files = Files.list(README.resolveSibling("config").resolve("feeds"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, feeds.resolve(file.getFileName()));
      }
    }
    return feeds;
  }

  /** The bash blocks of the section "Tour". */
  private static List<String> blocks() throws IOException {
    String readme = Files.readString(README);
    String tour = readme.substring(readme.indexOf("## Tour"));
    tour = tour.substring(0, tour.indexOf("\n## ", 1));
    List<String> blocks = new ArrayList<>();
    for (String part : tour.split("```bash\n", -1)) {
      int end = part.indexOf("```");
      if (end >= 0 && !part.startsWith("## Tour")) {
        blocks.add(part.substring(0, end));
      }
    }
    return blocks;
  }

  private static List<String> expectations(String block) {
    return block
        .lines()
        .filter(line -> line.startsWith(EXPECTATION))
        .map(line -> line.substring(EXPECTATION.length()))
        .toList();
  }

  private static String[] paste(List<String> blocks, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder();
    blocks.forEach(block -> script.append(block).append("echo '" + END_OF_BLOCK + "'\n"));
    Path input = Files.writeString(folder.resolve("tour.sh"), script);
    ProcessBuilder shell = new ProcessBuilder("bash").redirectErrorStream(true);
    shell.environment().putAll(environment);
    shell.redirectInput(input.toFile());
    Path output = folder.resolve("tour.out");
    shell.redirectOutput(output.toFile());
    Process process = shell.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the tour ends").isTrue();
    String text = Files.readString(output, UTF_8);
    String[] outputs = text.split(END_OF_BLOCK, -1);
    assertThat(outputs).as("%s", text).hasSize(blocks.size() + 1);
    return outputs;
  }
}
