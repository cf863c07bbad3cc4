package tradecounter.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.loadtest.load.ResponseReader.UnreadableException;

class ResponseReaderTest {
  private static final String RESPONSE =
      "HTTP/1.1 404 Not Found\r\ncontent-type: a/b\r\nContent-Length: 6\r\n\r\n\r\n\r\nab";

  private final ResponseReader reader = new ResponseReader();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1_000})
  void endsWithTheLastByteHoweverItArrives(int pieceLength) {
    for (int round = 0; round < 2; round++) {
      for (int at = 0; at < RESPONSE.length(); at += pieceLength) {
        int to = Math.min(RESPONSE.length(), at + pieceLength);
        assertThat(reader.read(Buffer.buffer(RESPONSE.substring(at, to))))
            .isEqualTo(to == RESPONSE.length());
      }
      assertThat(reader.status()).isEqualTo(404);
      assertThat(reader.bytes()).isEqualTo(RESPONSE.length());
      reader.reset();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"
      })
  void refusesWhatItCannotFindTheEndOf(String response) {
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> reader.read(Buffer.buffer(response)));
  }

  @Test
  void headsAreBounded() {
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> reader.read(Buffer.buffer("x".repeat(20_000))));
  }
}
