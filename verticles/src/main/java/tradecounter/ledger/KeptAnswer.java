package tradecounter.ledger;

import io.vertx.core.buffer.Buffer;

/**
 * What a request under a key was answered with, byte for byte.
 *
 * @param location of what was made, empty if nothing was
 * @param replayed whether it is a repetition's
 */
public record KeptAnswer(
    int status, String mediaType, Buffer body, String location, boolean replayed) {

  KeptAnswer again() {
    return new KeptAnswer(status, mediaType, body, location, true);
  }
}
