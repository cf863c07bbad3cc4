package tradecounter.embedded;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A run in a JVM of its own that starts the servers, fills them, and waits to be killed. */
final class ChildRun {
  static final String READY = "ready";

  private ChildRun() {}

  public static void main(String... arguments) throws Exception {
    try (EmbeddedServers servers =
        EmbeddedServers.start(EmbeddedOptions.at(Path.of(arguments[0]), 0, 0, 0), _ -> {})) {
      Rows.execute(servers.postgres().jdbcUrl(), "CREATE TABLE part AS SELECT 'elbow' AS name");
      Records.createTopic(servers.kafka().bootstrapServers(), "parts");
      Records.send(servers.kafka().bootstrapServers(), "parts", "elbow");
      System.out.println(READY);
      while (!Thread.currentThread().isInterrupted()) {
        LockSupport.park();
      }
    }
  }
}
