package tradecounter.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tradecounter.configuration.Mapping;
import tradecounter.configuration.Transport;
import tradecounter.delivery.DeliveryWriter;
import tradecounter.format.RecordReader;
import tradecounter.format.Unpacking;
import tradecounter.format.UnreadableException;
import tradecounter.json.JsonTree;

/**
 * Pages that are asked for by HTTP. Each page becomes a delivery as it comes; the cursor is kept
 * with the last one, so that a round that breaks off is asked for again.
 */
final class RestSource implements Source {
  private static final String TRANSPORT = "REST";
  private static final int MOST_PAGES = 100_000;
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_WAITS = 10;

  /** Who wants more is left alone until the next round. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Transport.Rest settings;
  private final Deliveries deliveries;
  private final InstantSource clock;
  private final SourceHttp http;
  private final Credentials credentials;

  /** Of the last page that could not be read. */
  private byte[] unreadable = {};

  /** What a page is and where it came from. */
  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  private record Page(URI url, SourceHttp.Reply reply, Instant askedAt) {}

  RestSource(Transport.Rest settings, Deliveries deliveries, InstantSource clock) {
    this.settings = settings;
    this.deliveries = deliveries;
    this.clock = clock;
    this.http =
        new SourceHttp(
            settings.connectMillis(), settings.timeoutMillis(), settings.pageBytes(), clock);
    this.credentials = new Credentials(settings.authorization(), http);
  }

  @Override
  public String ask(Round round)
      throws AskFailedException, Round.EndedException, SQLException, InterruptedException {
    String from = deliveries.cursor(round, settings.firstCursor());
    String roundName = "page-" + NAME_TIME.format(clock.instant()) + "-";
    Optional<URI> next = Optional.of(first(from));
    Optional<String> cursor = Optional.empty();
    for (int number = 1; next.isPresent(); number++) {
      if (number > MOST_PAGES) {
        throw new AskFailedException("there are more than " + MOST_PAGES + " pages");
      }
      Page page = page(next.get(), round);
      Optional<Map<String, Object>> tree = tree(page);
      next = tree.isPresent() ? following(page, tree.get()) : Optional.empty();
      if (tree.isPresent()) {
        cursor = text(settings.cursor(), "cursor", tree.get()).or(keep(cursor));
      }
      round.goOn();
      keep(page, roundName + number, next.isPresent() ? Optional.empty() : cursor);
    }
    return "";
  }

  private static java.util.function.Supplier<Optional<String>> keep(Optional<String> cursor) {
    return () -> cursor;
  }

  private URI first(String cursor) throws AskFailedException {
    String escaped = URLEncoder.encode(cursor, StandardCharsets.UTF_8).replace("+", "%20");
    return uri(settings.url().replace("{cursor}", escaped));
  }

  /** Addresses with blanks are written by hand and by some servers. */
  private static URI uri(String text) throws AskFailedException {
    try {
      return new URI(text.strip().replace(" ", "%20"));
    } catch (URISyntaxException e) {
      throw new AskFailedException("'" + text + "' is no address: " + e.getReason());
    }
  }

  /** One page, however often it has to be asked for. */
  private Page page(URI url, Round round)
      throws AskFailedException, Round.EndedException, SQLException, InterruptedException {
    boolean renewed = false;
    for (int waits = 0; ; ) {
      round.goOn();
      Instant askedAt = clock.instant();
      SourceHttp.Reply reply = get(url);
      int status = reply.status();
      Duration wanted = http.retryAfter(reply);
      if (status == 200 || status == 204) {
        return new Page(url, reply, askedAt);
      }
      if (status == 401 && !renewed && credentials.refused()) {
        renewed = true;
      } else if ((status == 429 || status == 503)
          && wanted.isPositive()
          && wanted.compareTo(LONGEST_WAIT) <= 0
          && waits < MOST_WAITS) {
        waits++;
        round.pause(wanted);
      } else {
        throw new AskFailedException(SourceHttp.shown(url) + " answers " + status, wanted);
      }
    }
  }

  private SourceHttp.Reply get(URI url) throws AskFailedException, InterruptedException {
    URI at = url;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      SourceHttp.Reply reply = http.send(request(at));
      Optional<String> location = reply.headers().firstValue("Location");
      if (!reply.isRedirect() || location.isEmpty()) {
        return reply;
      }
      at = resolved(at, location.get());
    }
    throw new AskFailedException(SourceHttp.shown(url) + " redirects without end");
  }

  /** What the feed's file says of us is for the server that it names, and for no other. */
  private HttpRequest request(URI url) throws AskFailedException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).GET();
    if (SourceHttp.isSameServer(first(""), url)) {
      settings.headers().forEach(request::setHeader);
      credentials.header().ifPresent(header -> request.setHeader("Authorization", header));
    }
    return request.build();
  }

  private static URI resolved(URI from, String to) throws AskFailedException {
    URI url = from.resolve(uri(to));
    boolean isWeb = "https".equalsIgnoreCase(url.getScheme());
    boolean isAsBefore = from.getScheme().equalsIgnoreCase(url.getScheme());
    if (url.getHost() == null || !(isWeb || isAsBefore)) {
      throw new AskFailedException(
          SourceHttp.shown(from) + " leads to '" + to + "', which is not asked");
    }
    return url;
  }

  /** What its mappings look at; empty if there is nothing to look at. */
  private Optional<Map<String, Object>> tree(Page page) {
    if (page.reply().status() == 204
        || !(settings.next().isGiven() || settings.cursor().isGiven())) {
      return Optional.empty();
    }
    Map<String, Object> headers = new HashMap<>();
    page.reply()
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    String body = new String(page.reply().body(), StandardCharsets.UTF_8);
    return Optional.of(
        Map.of(
            "body", JsonTree.read(body).orElse(body),
            "headers", headers,
            "url", page.url().toString()));
  }

  private Optional<URI> following(Page page, Map<String, Object> tree) throws AskFailedException {
    Optional<String> next = text(settings.next(), "next", tree);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    URI url = resolved(page.url(), next.get());
    if (url.equals(page.url())) {
      throw new AskFailedException(SourceHttp.shown(url) + " names itself as its next page");
    }
    return Optional.of(url);
  }

  private static Optional<String> text(Mapping mapping, String key, Map<String, Object> tree)
      throws AskFailedException {
    try {
      return mapping.apply(tree).flatMap(JsonTree::text);
    } catch (Mapping.UnfitException e) {
      throw new AskFailedException("transport." + key + ": " + e.detail());
    }
  }

  private void keep(Page page, String name, Optional<String> cursor)
      throws AskFailedException, SQLException {
    byte[] body = page.reply().body();
    Optional<UnreadableException> objection = Optional.empty();
    boolean empty = page.reply().status() == 204;
    try {
      empty = empty || isEmpty(body);
    } catch (UnreadableException e) {
      objection = Optional.of(e);
    }
    if (objection.isPresent()) {
      boolean again = Arrays.equals(unreadable, hash(body));
      unreadable = hash(body);
      if (!again) {
        deliver(page, name, Optional.empty());
      }
      throw new AskFailedException(
          SourceHttp.shown(page.url()) + " cannot be read: " + objection.get().getMessage());
    }
    if (!empty) {
      deliver(page, name, cursor);
    } else if (cursor.isPresent()) {
      deliveries.keepCursor(cursor.get());
    }
  }

  private static byte[] hash(byte[] body) {
    return DeliveryWriter.sha256().digest(body);
  }

  /** Whether it says nothing at all; of a snapshot that would be much. */
  private boolean isEmpty(byte[] body) throws UnreadableException {
    if (!deliveries.feed().sweptKinds().isEmpty()) {
      return false;
    }
    try (RecordReader reader =
        Unpacking.open(
            deliveries.feed().format(),
            new ByteArrayInputStream(body),
            deliveries.settings().limits(),
            deliveries.settings().bytes())) {
      return reader.next().isEmpty();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private void deliver(Page page, String name, Optional<String> cursor) throws SQLException {
    DeliveryWriter writer = deliveries.begin(name, TRANSPORT, page.askedAt(), false);
    writer.write(page.reply().body(), 0, page.reply().body().length);
    deliveries.complete(writer, cursor);
  }

  @Override
  public void close() {
    http.close();
  }
}
