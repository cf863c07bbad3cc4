package tradecounter.source;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tradecounter.configuration.Transport.Authorization;
import tradecounter.json.JsonTree;

/**
 * How we say to a source who we are. Secrets are read from their files each time, so that they can
 * be changed while running. One thread; blocks.
 */
final class Credentials {
  /** Of a token that does not say how long it holds. */
  private static final long UNSAID_SECONDS = 300;

  private final Authorization authorization;
  private final SourceHttp http;
  private Optional<Token> token = Optional.empty();

  private record Token(String text, long endsNanos) {
    boolean holds() {
      return endsNanos - System.nanoTime() > 0;
    }
  }

  /**
   * @param http for tokens that have to be fetched
   */
  Credentials(Authorization authorization, SourceHttp http) {
    this.authorization = authorization;
    this.http = http;
  }

  /** What the header {@code Authorization} says; empty for none. */
  Optional<String> header() throws AskFailedException, InterruptedException {
    return switch (authorization) {
      case Authorization.None _ -> Optional.empty();
      case Authorization.Basic basic ->
          Optional.of(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          (basic.user() + ":" + secret(basic.passwordFile()))
                              .getBytes(StandardCharsets.UTF_8)));
      case Authorization.Bearer bearer -> Optional.of("Bearer " + secret(bearer.tokenFile()));
      case Authorization.ClientCredentials client -> Optional.of("Bearer " + token(client));
    };
  }

  /** The source does not believe us. Whether it may if it is asked once more. */
  boolean refused() {
    boolean fetched = token.isPresent();
    token = Optional.empty();
    return fetched;
  }

  /** What stands in a file, without the line break that editors add. */
  static String secret(String file) throws AskFailedException {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new AskFailedException("the secret in " + file + " cannot be read: " + e);
    }
  }

  private String token(Authorization.ClientCredentials client)
      throws AskFailedException, InterruptedException {
    Optional<Token> known = token.filter(Token::holds);
    if (known.isEmpty()) {
      known = Optional.of(fetch(client));
      token = known;
    }
    return known.get().text();
  }

  private Token fetch(Authorization.ClientCredentials client)
      throws AskFailedException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", client.clientId());
    form.put("client_secret", secret(client.secretFile()));
    if (!client.scope().isEmpty()) {
      form.put("scope", client.scope());
    }
    long askedNanos = System.nanoTime();
    SourceHttp.Reply reply =
        http.send(
            HttpRequest.newBuilder(URI.create(client.tokenUrl()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(encoded(form)))
                .build());
    if (reply.status() != 200) {
      throw new AskFailedException(
          "the token is refused: " + client.tokenUrl() + " answers " + reply.status(),
          http.retryAfter(reply));
    }
    String body = new String(reply.body(), StandardCharsets.UTF_8);
    if (JsonTree.read(body).orElse("") instanceof Map<?, ?> fields
        && fields.get("access_token") instanceof String text
        && !text.isBlank()) {
      return new Token(text, askedNanos + TimeUnit.SECONDS.toNanos(usableSeconds(fields)));
    }
    throw new AskFailedException(client.tokenUrl() + " gives no access_token");
  }

  /** A tenth less than it holds: it is renewed before it ends. */
  private static long usableSeconds(Map<?, ?> fields) {
    long seconds =
        fields.get("expires_in") instanceof Number number
            ? new BigDecimal(number.toString()).longValue()
            : UNSAID_SECONDS;
    return Math.max(0, Math.min(seconds, TimeUnit.DAYS.toSeconds(1)) * 9 / 10);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
