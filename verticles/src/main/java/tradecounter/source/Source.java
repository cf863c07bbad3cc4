package tradecounter.source;

import java.io.IOException;
import java.sql.SQLException;

/**
 * What a feed's deliveries are fetched from, as its file says at the moment. One thread at a time;
 * blocks.
 */
sealed interface Source extends AutoCloseable permits FolderSource, RestSource, JdbcSource {
  /**
   * Looks, or asks, once.
   *
   * @return what is wrong with part of it, in a sentence; empty if nothing
   * @throws AskFailedException if it does not give what it should
   * @throws Round.EndedException if this node may not go on
   */
  String ask(Round round)
      throws AskFailedException,
          Round.EndedException,
          IOException,
          SQLException,
          InterruptedException;

  @Override
  void close();
}
