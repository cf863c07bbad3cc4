package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** Clients that send slowly, endlessly, or two requests in one: cut off, never a 5xx. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class HostileClientsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int SILENCE_MILLIS = 60_000;

  private static TestService service;
  private static TestClient client;
  private static String token;

  @BeforeAll
  static void start() {
    service =
        new TestService()
            .with("LIMITS_BODYMILLIS", "1500")
            .with("LIMITS_HEADMILLIS", "1000")
            .start();
    client = service.client();
    token = TestTokens.withScopes(Caller.AVAILABILITY_READ, Caller.FEEDS_WRITE);
    assertThat(client.feed("erp", item("BOLT")).status()).isEqualTo(202);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void itAnswersOthers() {
    assertThat(client.post("/v1/availability", data("lines", list(data("item", "BOLT")))).status())
        .isEqualTo(200);
  }

  private static Socket connected() throws IOException {
    Socket socket = new Socket("localhost", service.port());
    socket.setSoTimeout(SILENCE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  /** Everything that comes until the server closes the connection. */
  private static String untilClosed(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stays open after: " + all.toString(UTF_8), e);
    } catch (SocketException e) {
      // Closed while something of ours was under way: as good as the end.
      return all.toString(UTF_8);
    }
    return all.toString(UTF_8);
  }

  private static String head(String path) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + token
        + "\r\nContent-Type: application/json\r\n";
  }

  // ---------------------------------------------------------------- slow

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GET /v1/items/BOLT/availability HTTP/1.1\r\nHost: localhost\r\nX-A: "})
  void aHeadThatDripsIsCutOff(String begun) throws IOException {
    try (Socket socket = connected()) {
      send(socket, begun);
      Awaitility.await("cut off, however it drips")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> isCut(socket, begun.isEmpty() ? "" : "x"));
    }
  }

  private static boolean isCut(Socket socket, String drop) {
    try {
      send(socket, drop);
      socket.setSoTimeout(50);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aConnectionIsKeptWhileItIsUsed() throws IOException {
    try (Socket socket = connected()) {
      for (int i = 0; i < 3; i++) {
        send(socket, "GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        socket.getInputStream().skipNBytes(1);
        drain(socket);
      }
    }
  }

  /** To the end of the contract, which is what was asked for. */
  private static void drain(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElseThrow();
    socket.getInputStream().skipNBytes(length);
  }

  @Test
  void aBodyThatDripsIsCutOff() throws IOException {
    try (Socket socket = connected()) {
      send(socket, head("/v1/availability") + "Content-Length: 1000\r\n\r\n{");
      assertThat(untilClosed(socket)).startsWith("HTTP/1.1 408");
    }
  }

  // ---------------------------------------------------------------- endless

  @Test
  void aLineThatDoesNotEndIsCutOff() throws IOException {
    try (Socket socket = connected()) {
      String answer = flooded(socket, "GET /" + "a".repeat(200_000));
      assertThat(answer).matches("(?s)(HTTP/1\\.[01] 4.*)?");
      assertThat(answer).doesNotContainPattern("HTTP/1\\.[01] 5");
    }
  }

  @Test
  void aHeadThatDoesNotEndIsCutOff() throws IOException {
    try (Socket socket = connected()) {
      String answer =
          flooded(
              socket,
              "GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n" + "X-A: b\r\n".repeat(100_000));
      assertThat(answer).matches("(?s)(HTTP/1\\.[01] 4.*)?");
    }
  }

  /** The server may close while we still send: then there may be no answer to read. */
  private static String flooded(Socket socket, String text) throws IOException {
    try {
      send(socket, text);
    } catch (SocketException e) {
      return "";
    }
    return untilClosed(socket);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"lines\":[{\"item\":[", "{\"lines\":["})
  void whatIsNestedDeeplyIsRefused(String level) {
    for (int depth : new int[] {1_000, 200_000}) {
      Answer answer = client.post("/v1/availability", "application/json", level.repeat(depth));
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      Answer fed = client.post("/v1/feeds/erp/events", "application/json", level.repeat(depth));
      assertThat(fed.status()).as(fed.text()).isBetween(200, 499);
      assertThat(fed.text()).doesNotContain("\"accepted\":1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "0.0000000000000000001", "99999999999999999999999"})
  void aNumberThatCostsTimeIsRefused(String quantity) {
    Answer answer =
        client.post(
            "/v1/availability",
            "application/json",
            "{\"lines\":[{\"item\":\"BOLT\",\"quantity\":" + quantity + "}]}");
    assertThat(answer.status()).as(answer.text()).isIn(200, 400);
    assertThat(answer.text()).contains("\"code\"");
  }

  // ---------------------------------------------------------------- two requests in one

  /** What a proxy in front might read otherwise than we do. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}",
        "Content-Length: 2, 4\r\n\r\n{}",
        "Content-Length: +2\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n",
        "Content-Length : 2\r\n\r\n{}",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
        "X-A: b\n\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n"
      })
  void noRequestHidesInAnother(String rest) throws IOException {
    String hidden = "GET /hidden HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    try (Socket socket = connected()) {
      String answer = flooded(socket, head("/v1/availability") + rest + hidden);
      assertThat(answer).doesNotContain("/hidden").doesNotContainPattern("HTTP/1\\.[01] 5");
      assertThat(answer).matches("(?s)(HTTP/1\\.[01] 4.*)?");
      assertThat(answer.split("HTTP/1\\.[01] ", -1).length - 1).as(answer).isLessThanOrEqualTo(1);
    }
  }
}
