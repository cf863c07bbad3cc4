package tradecounter.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;

/**
 * Where the answers to a partner's files go, each once and complete. One thread; blocks.
 *
 * <p>An answer appears under its own name, and then that is written down; who is killed in between
 * puts the same answer there again.
 */
final class AnswersFolder {
  private static final String ENDING = ".ack";
  private static final String UNFINISHED = ".tmp";

  private final Path folder;
  private final String feed;
  private final SourceStore store;

  AnswersFolder(Path folder, String feed, SourceStore store) {
    this.folder = folder;
    this.feed = feed;
    this.store = store;
  }

  /** Writes those that are not there yet. */
  void write(Round round) throws IOException, SQLException, Round.EndedException {
    List<SourceStore.Unanswered> unanswered = store.unanswered(feed);
    if (!unanswered.isEmpty()) {
      Files.createDirectories(folder);
    }
    for (SourceStore.Unanswered one : unanswered) {
      round.goOn();
      // The number of the delivery: a partner may give the same name to several files.
      String name = one.name() + "." + one.delivery() + ENDING;
      Path unfinished = folder.resolve("." + name + UNFINISHED);
      Files.write(unfinished, one.acknowledgement());
      Files.move(
          unfinished,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      store.answered(one.delivery());
    }
  }
}
