package tradecounter.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.delivery.Delivery;
import tradecounter.source.SnapshotRequests.Requested;
import tradecounter.testing.RestServer;
import tradecounter.testing.RestServer.Asked;
import tradecounter.testing.RestServer.Reply;

/** How a REST interface is asked, whatever it answers. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class RestSourceTest {
  private static final String EMPTY = "{\"value\": []}";

  @TempDir private Path secrets;
  private AskedFeeds feeds;

  @BeforeEach
  void open() {
    feeds = new AskedFeeds();
  }

  @AfterEach
  void close() {
    feeds.close();
  }

  /** Asks for what has changed since the cursor, 0 in the beginning, at /stock. */
  private void use(RestServer server, String more) {
    feeds.feed(
        "rest",
        """
        transport:
          kind: REST
          url: "%s/stock?since={cursor}"
          next: body.next
          cursor: body.value[-1].changed
          firstCursor: "0"
          everyMillis: 20
          timeoutMillis: 5000
        %s
        format: {kind: JSON, records: /value}
        """
            .formatted(server.url(), more.indent(2).stripTrailing()));
  }

  private static String page(String changed, String next) {
    return "{\"value\": [{\"changed\": \""
        + changed
        + "\"}]"
        + (next.isEmpty() ? "" : ", \"next\": \"" + next + "\"")
        + "}";
  }

  private static String since(Asked asked) {
    return asked.query().getOrDefault("since", "");
  }

  private void awaitCursor(String cursor) {
    AskedFeeds.await(
        "the cursor " + cursor, () -> feeds.store().cursor("rest").equals(Optional.of(cursor)));
  }

  @Test
  void eachPageIsADeliveryAndTheCursorIsKeptWithTheLast() {
    try (RestServer server =
        new RestServer(
            asked ->
                switch (asked.path() + since(asked)) {
                  case "/stock0" -> Reply.json(page("5 & more", "/stock/2?page=2"));
                  case "/stock/2" -> Reply.json(page("6 + 1/2", ""));
                  default -> Reply.json(EMPTY);
                })) {
      use(server, "headers: {X-Company: \"7\"}");
      List<Delivery> pages = feeds.awaitDeliveries("rest", 2);
      assertThat(pages).extracting(Delivery::transport).containsOnly("REST");
      assertThat(pages.getFirst().name()).matches("page-\\d{8}T\\d{6}\\.\\d{3}Z-1");
      assertThat(pages.getLast().name()).endsWith("Z-2");
      assertThat(feeds.content(pages.getFirst())).isEqualTo(page("5 & more", "/stock/2?page=2"));
      assertThat(pages.getLast().toldAt()).isAfterOrEqualTo(pages.getFirst().toldAt());
      AskedFeeds.await(
          "it is asked from there on",
          () -> server.asked().stream().anyMatch(asked -> since(asked).equals("6 + 1/2")));
      assertThat(server.asked()).allMatch(asked -> asked.header("x-company").equals("7"));
      // What says nothing leaves nothing behind.
      AskedFeeds.await("it is asked often", () -> server.asked().size() > 10);
      assertThat(feeds.deliveries("rest")).hasSize(2);
    }
  }

  @Test
  void aRoundThatBreaksOffIsAskedForAgain() {
    AtomicInteger seconds = new AtomicInteger();
    try (RestServer server =
        new RestServer(
            asked ->
                switch (asked.path() + since(asked)) {
                  case "/stock0" -> Reply.json(page("5", "/stock/2"));
                  case "/stock/2" ->
                      seconds.incrementAndGet() == 1 ? Reply.of(500) : Reply.json(page("6", ""));
                  default -> Reply.json(EMPTY);
                })) {
      use(server, "");
      awaitCursor("6");
      assertThat(feeds.deliveries("rest")).hasSize(3);
      assertThat(server.asked().stream().filter(asked -> since(asked).equals("0"))).hasSize(2);
      feeds.awaitStanding(
          "rest", standing -> standing.failures() == 0 && standing.failedAt().isPresent());
    }
  }

  @Test
  void whoAsksForTimeGetsIt() {
    AtomicInteger times = new AtomicInteger();
    try (RestServer server =
        new RestServer(
            asked ->
                since(asked).equals("0")
                    ? switch (times.incrementAndGet()) {
                      case 1 -> Reply.of(429).with("Retry-After", "1");
                      case 2 -> Reply.of(503).with("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT");
                      default -> Reply.json(page("1", ""));
                    }
                    : Reply.json(EMPTY))) {
      use(server, "");
      awaitCursor("1");
      assertThat(times.get()).isEqualTo(3);
      assertThat(feeds.standing("rest").failedAt()).as("a date that is past").isPresent();
    }
  }

  @Test
  void aTokenIsFetchedOnceAndAgainWhenItIsRefused() throws IOException {
    Path secret = Files.writeString(secrets.resolve("secret"), "s3cr&t\n");
    AtomicInteger tokens = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (RestServer login =
            new RestServer(
                asked -> {
                  Map<String, String> form = RestServer.query(asked.body());
                  return form.equals(
                          Map.of(
                              "grant_type", "client_credentials",
                              "client_id", "me",
                              "client_secret", "s3cr&t",
                              "scope", "stock"))
                      ? Reply.json(
                          "{\"access_token\": \"T"
                              + tokens.incrementAndGet()
                              + "\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}")
                      : Reply.of(400);
                });
        RestServer server =
            new RestServer(
                asked -> {
                  boolean ended = asked.header("authorization").equals("Bearer T1");
                  if (ended && since(asked).equals("9")) {
                    refused.incrementAndGet();
                    return Reply.of(401);
                  }
                  return since(asked).equals("0") ? Reply.json(page("9", "")) : Reply.json(EMPTY);
                })) {
      use(
          server,
          """
          authorization:
            kind: CLIENT_CREDENTIALS
            tokenUrl: "%s/token"
            clientId: me
            secretFile: "%s"
            scope: stock
          """
              .formatted(login.url(), secret));
      AskedFeeds.await(
          "it goes on with the second token",
          () ->
              server.asked().stream()
                      .filter(asked -> asked.header("authorization").equals("Bearer T2"))
                      .count()
                  > 3);
      assertThat(tokens.get()).isEqualTo(2);
      assertThat(refused.get()).isEqualTo(1);
      assertThat(feeds.standing("rest").failedAt()).isEmpty();
    }
  }

  @Test
  void aTokenIsRenewedBeforeItEnds() throws IOException {
    Path secret = Files.writeString(secrets.resolve("secret"), "secret");
    AtomicInteger tokens = new AtomicInteger();
    try (RestServer login =
            new RestServer(
                asked ->
                    Reply.json(
                        "{\"access_token\": \"T"
                            + tokens.incrementAndGet()
                            + "\", \"expires_in\": 1}"));
        RestServer server = new RestServer(asked -> Reply.json(EMPTY))) {
      use(
          server,
          ("authorization: {kind: CLIENT_CREDENTIALS, tokenUrl: \"%s\", clientId: me, scope: \"\","
                  + " secretFile: \"%s\"}")
              .formatted(login.url(), secret));
      AskedFeeds.await("three tokens", () -> tokens.get() >= 3);
      assertThat(server.asked()).allMatch(asked -> !asked.header("authorization").isEmpty());
    }
  }

  @Test
  void otherServersDoNotHearWhoWeAre() throws IOException {
    Path password = Files.writeString(secrets.resolve("password"), "open\n");
    try (RestServer other = new RestServer(asked -> Reply.json(page("4", "")));
        RestServer server =
            new RestServer(
                asked ->
                    switch (asked.path() + since(asked)) {
                      case "/stock0" -> Reply.of(302).with("Location", "/moved");
                      case "/moved" -> Reply.of(307).with("Location", other.url() + "/elsewhere");
                      default -> Reply.json(EMPTY);
                    })) {
      use(
          server,
          "headers: {X-Key: k}\nauthorization: {kind: BASIC, user: me, passwordFile: \"%s\"}"
              .formatted(password));
      awaitCursor("4");
      assertThat(server.asked("/moved"))
          .allMatch(asked -> asked.header("authorization").equals("Basic bWU6b3Blbg=="));
      assertThat(other.asked())
          .isNotEmpty()
          .allMatch(
              asked -> asked.header("authorization").isEmpty() && asked.header("x-key").isEmpty());
    }
  }

  @Test
  void aPageThatCannotBeReadIsADeliveryAndTheCursorStays() {
    try (RestServer server = new RestServer(asked -> Reply.json("<html>out of order</html>"))) {
      use(server, "");
      feeds.awaitStanding("rest", standing -> standing.failures() >= 3);
      assertThat(feeds.deliveries("rest")).as("the same page only once").hasSize(1);
      assertThat(feeds.standing("rest").detail()).contains("cannot be read");
      assertThat(server.asked()).allMatch(asked -> since(asked).equals("0"));
    }
  }

  @Test
  void aPageThatIsTooLargeOrNamesItselfIsAFailure() {
    try (RestServer large = new RestServer(asked -> Reply.json(page("1".repeat(5_000), "")));
        RestServer circle = new RestServer(asked -> Reply.json(page("1", "/stock?since=0")))) {
      use(large, "pageBytes: 1000");
      feeds.awaitStanding("rest", standing -> standing.detail().contains("cannot be asked"));
      use(circle, "");
      feeds.awaitStanding("rest", standing -> standing.detail().contains("names itself"));
      assertThat(feeds.deliveries("rest")).isEmpty();
    }
  }

  @Test
  void oneThatHangsHoldsUpNoOther() {
    try (RestServer hanging =
            new RestServer(
                asked -> {
                  AskedFeeds.await("somebody else's deliveries", () -> isServed());
                  return Reply.json(EMPTY);
                });
        RestServer server =
            new RestServer(
                asked ->
                    since(asked).equals("0") ? Reply.json(page("2", "")) : Reply.json(EMPTY))) {
      for (int i = 0; i < 20; i++) {
        feeds.feed(
            "hanging-" + i,
            "transport: {kind: REST, url: \"%s\", everyMillis: 20}".formatted(hanging.url()));
      }
      use(server, "");
      awaitCursor("2");
      feeds.awaitStanding("hanging-19", standing -> standing.succeededAt().isPresent());
    }
  }

  private boolean isServed() {
    return !feeds.deliveries("rest").isEmpty();
  }

  @Test
  void whoeverWantsEverythingGetsItFromTheBeginning() throws Exception {
    try (RestServer server =
        new RestServer(
            asked -> since(asked).equals("0") ? Reply.json(page("2", "")) : Reply.json(EMPTY))) {
      use(server, "");
      awaitCursor("2");
      assertThat(feeds.snapshots().request("rest", "a gap", Optional.empty()))
          .isInstanceOf(Requested.Begun.class);
      feeds.awaitDeliveries("rest", 2);
      AskedFeeds.await("once", () -> feeds.number("SELECT count(*) FROM feed_anew") == 0);
      awaitCursor("2");
    }
  }

  @Test
  void aSourceThatComesByItselfIsAskedToTellAgain() throws Exception {
    Path token = Files.writeString(secrets.resolve("token"), "T");
    try (RestServer server =
        new RestServer(asked -> asked.path().equals("/again") ? Reply.of(202) : Reply.of(500))) {
      feeds.feed(
          "pushed",
          "resend: {url: \"%s/again\", authorization: {kind: BEARER, tokenFile: \"%s\"}}"
              .formatted(server.url(), token));
      feeds.feed(
          "broken",
          "resend: {url: \"%s/broken\", authorization: {kind: NONE}}".formatted(server.url()));
      feeds.feed("silent", "");
      Optional<Instant> since = Optional.of(Instant.parse("2026-11-20T00:00:00Z"));
      assertThat(feeds.snapshots().request("pushed", "a gap", since))
          .isEqualTo(new Requested.Sent());
      assertThat(server.asked("/again").getFirst().body())
          .isEqualTo(
              "{\"feed\":\"pushed\",\"reason\":\"a gap\",\"since\":\"2026-11-20T00:00:00Z\"}");
      assertThat(server.asked("/again").getFirst().header("authorization")).isEqualTo("Bearer T");
      assertThat(feeds.snapshots().request("broken", "a gap", since))
          .isEqualTo(new Requested.Failed(server.url() + "/broken answers 500"));
      assertThat(feeds.snapshots().request("silent", "a gap", since))
          .isInstanceOf(Requested.Impossible.class);
      assertThat(feeds.snapshots().request("unknown", "a gap", since))
          .isInstanceOf(Requested.Impossible.class);
    }
  }
}
