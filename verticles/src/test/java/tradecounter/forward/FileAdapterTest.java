package tradecounter.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.configuration.Mapping;
import tradecounter.configuration.TargetConfiguration.Folder;
import tradecounter.forward.ErpAdapter.Content;
import tradecounter.forward.ErpAdapter.Sent;

/**
 * A file for each order: there as a whole or not at all, and the same again when it is sent again.
 */
class FileAdapterTest {
  private static final String DOCUMENT = "{\"forwardId\": \"O-1\", \"quantity\": 0.10}";

  @TempDir Path folder;

  private FileAdapter adapter(Path into) {
    return new FileAdapter(
        new Folder(into.toString(), ".json", Mapping.of("{\"id\": forwardId, \"qty\": quantity}")));
  }

  private static Buffer content(FileAdapter adapter) {
    return ((Content.Bytes) adapter.content(DOCUMENT)).bytes();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theSameNameAndBytesAgain() throws IOException {
    FileAdapter adapter = adapter(folder);
    for (int i = 0; i < 2; i++) {
      assertThat(adapter.create("O-1", content(adapter), () -> true))
          .isEqualTo(new Sent.Acknowledged("O-1.json"));
      assertThat(names()).containsExactly("O-1.json");
      assertThat(Files.readString(folder.resolve("O-1.json")))
          .isEqualTo("{\"id\":\"O-1\",\"qty\":0.10}");
    }
  }

  @Test
  void whoseLeaseRanOutLeavesNothing() throws IOException {
    FileAdapter adapter = adapter(folder);
    assertThat(adapter.create("O-1", content(adapter), () -> false))
        .isInstanceOf(Sent.NotSent.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereGetsItLater() throws IOException {
    FileAdapter adapter = adapter(folder.resolve("later"));
    assertThat(adapter.create("O-1", content(adapter), () -> true))
        .isInstanceOf(Sent.NotSent.class);
    Files.createDirectory(folder.resolve("later"));
    assertThat(adapter.create("O-1", content(adapter), () -> true))
        .isInstanceOf(Sent.Acknowledged.class);
  }

  @Test
  void aNameCannotLeaveTheFolder() throws IOException {
    FileAdapter adapter = adapter(folder);
    for (String key : List.of("../O-1", "/etc/O-1", ".O-1", "a/b")) {
      assertThat(adapter.create(key, content(adapter), () -> true))
          .as(key)
          .isInstanceOf(Sent.NotSent.class);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aDocumentThatDoesNotFitIsSaid() {
    assertThat(adapter(folder).content("{")).isInstanceOf(Content.Unfit.class);
    FileAdapter nothing =
        new FileAdapter(new Folder(folder.toString(), "", Mapping.of("no.such.field")));
    assertThat(nothing.content(DOCUMENT))
        .isEqualTo(new Content.Unfit("'no.such.field' gives nothing"));
  }
}
