package tradecounter.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a server process has written to its log file since the byte {@code fromByte}. */
record ServerLog(Path file, long fromByte) {
  private static final String DISK_FULL = "No space left on device";
  private static final Pattern COMPLAINT =
      Pattern.compile("FATAL|PANIC|Exception|Error|could not|cannot");

  /** What will be written to {@code file} from now on. */
  static ServerLog fromNow(Path file) {
    try {
      return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      return new ServerLog(file, 0);
    }
  }

  /** Why a server did not start, read from its log, as one line for the user. */
  EmbeddedStartException complaint(String server) {
    List<String> lines = lines();
    if (lines.stream().anyMatch(line -> line.contains(DISK_FULL))) {
      return diskFull(server, file);
    }
    String reason =
        lines.stream()
            .filter(line -> COMPLAINT.matcher(line).find())
            .findFirst()
            .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    return new EmbeddedStartException(
        server + " did not start: " + reason.strip() + " (its log: " + file + ")");
  }

  /** Tells a full disk from other failures of our own writing. */
  static EmbeddedStartException failure(String server, Path place, IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains(DISK_FULL)
        ? diskFull(server, place)
        : new EmbeddedStartException(server + " did not start: " + cause, cause);
  }

  private static EmbeddedStartException diskFull(String server, Path place) {
    return new EmbeddedStartException(
        server + " did not start: no space left on the disk of " + place + "; free some space");
  }

  private List<String> lines() {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(fromByte);
      // Servers write whatever bytes they like: no decoding error may hide the reason.
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return text.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
