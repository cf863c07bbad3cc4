package tradecounter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Session ids, as the kernel tells them: a terminal's signals reach its own session only. */
final class Sessions {
  private Sessions() {}

  static long own() throws IOException {
    return of(ProcessHandle.current().pid());
  }

  static long of(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(afterName[3]);
  }
}
