package tradecounter.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An endpoint of webhooks that verifies signatures as Standard Webhooks says, on its own code, and
 * answers as it is told.
 */
public final class WebhookReceiver implements AutoCloseable {
  private static final long TOLERANCE_SECONDS = 300;

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Answering answering = (exchange, request) -> status(exchange, 204);

  /**
   * A request.
   *
   * @param signatures each without its version
   */
  public record Received(
      String id, long timestamp, List<String> signatures, String body, String contentType) {
    /** Whether it is signed with the secret, and fresh. */
    public boolean isSignedWith(String secret) {
      if (Math.abs(Instant.now().getEpochSecond() - timestamp) > TOLERANCE_SECONDS) {
        return false;
      }
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
            new SecretKeySpec(
                Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
        byte[] expected =
            mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
        return signatures.stream()
            .anyMatch(each -> MessageDigest.isEqual(expected, Base64.getDecoder().decode(each)));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What it does with a request. */
  public interface Answering {
    void answer(HttpExchange exchange, Received request) throws IOException;
  }

  public WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    List<String> signatures = new ArrayList<>();
    for (String each : header(exchange, "webhook-signature").split(" ", -1)) {
      if (each.startsWith("v1,")) {
        signatures.add(each.substring(3));
      }
    }
    Received request =
        new Received(
            header(exchange, "webhook-id"),
            Long.parseLong(header(exchange, "webhook-timestamp")),
            signatures,
            body,
            header(exchange, "Content-Type"));
    received.add(request);
    answering.answer(exchange, request);
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  /** From now on it answers so. */
  public void answers(Answering how) {
    answering = how;
  }

  /** From now on it answers with this status and no body. */
  public void answers(int status) {
    answering = (exchange, _) -> status(exchange, status);
  }

  /** Ends an exchange without a body. */
  public static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** All requests, in the order of their coming. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** The ids of the requests, in the order of their coming. */
  public List<String> ids() {
    return received.stream().map(Received::id).toList();
  }

  /** A new secret, in a file. */
  public static Path secret(Path folder, String name) throws IOException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    Path file = folder.resolve(name);
    Files.writeString(file, "whsec_" + Base64.getEncoder().encodeToString(random) + "\n");
    Arrays.fill(random, (byte) 0);
    return file;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
