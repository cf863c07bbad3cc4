package tradecounter.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.OrderInclusion;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.forward.ForwardPolicy;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.format.CsvFormat;

/** Defaults, overriding, and one line for every mistake. */
class ConfigurationTest {
  private static final ConfigurationReader READER = new ConfigurationReader();
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @TempDir Path folder;

  @Test
  void defaults() {
    assertThat(read(Optional.empty(), Map.of()))
        .isEqualTo(
            new Configuration(
                Configuration.Mode.PRODUCTION,
                new Configuration.Http("0.0.0.0", 8080, 0),
                new Configuration.Management("127.0.0.1", 9090),
                new Configuration.Kafka("localhost:9092", "", 4, 1, 5_000, 1_024, Map.of()),
                new Configuration.Postgres(
                    "jdbc:postgresql://localhost:5432/tradecounter",
                    "tradecounter",
                    "tradecounter",
                    8,
                    5_000),
                new Configuration.Redis("redis://localhost:6379", 1_000),
                new Configuration.Security(
                    "https://login.example.com/",
                    "tradecounter",
                    "",
                    "https://login.example.com/.well-known/jwks.json",
                    10_000),
                new Configuration.Clock(5_000, 1_000),
                new Configuration.Checkpoint(10_000),
                new Configuration.Limits(
                    1_000, 16_777_216, 60_000, 30_000, 524_288, 4_096, 1_000, 1_000, 50, 500),
                new Configuration.Stream(65_536, 1_000, 15_000, 15_000),
                new Configuration.Availability(67_108_864),
                new Configuration.Prices(268_435_456, 4, 1_024, false, Map.of(), "UTC"),
                new Configuration.Quotes(900_000, List.of()),
                new Configuration.Holds(900, 86_400, 100, 100),
                new Configuration.Orders(
                    BigDecimal.ZERO, RefusalPolicy.REROUTE, RefusalPolicy.RAISE),
                new Configuration.Ledger(256, 4_096, 5_000, 50, 500),
                new Configuration.Audit(60_000, 500, 20, 60, 86_400_000, 259_200_000, 60_000),
                new Configuration.AsOf(30_000),
                new Configuration.WhatIf(100_000, 67_108_864, 1_500_000, 60_000),
                new Configuration.Feeds(
                    "", List.of("erp", "wms", "tms", "supplier", "logistics"), 2_000),
                new Configuration.Deliveries(
                    17_179_869_184L, 524_288, 64, 2, 500, 15_000, 30_000, 2_592_000_000L, 1_000),
                new Configuration.Integrity(5_000, 600_000, 1_000),
                new Configuration.DeadLetters(2_592_000_000L, 0),
                new Configuration.Targets("", List.of("erp"), Map.of()),
                new Configuration.News(200, 604_800_000),
                new WebhookConfiguration(
                    List.of(),
                    2_000,
                    15_000,
                    4,
                    List.of(
                        5_000L,
                        300_000L,
                        1_800_000L,
                        7_200_000L,
                        18_000_000L,
                        36_000_000L,
                        50_400_000L,
                        72_000_000L,
                        86_400_000L),
                    2_592_000_000L),
                new Configuration.Thresholds(5_000, 60_000)));
  }

  // ---------------------------------------------------------------- every key arrives

  /**
   * One key of the file and another legal value for it.
   *
   * @param path with dots
   */
  record Setting(String path, String value) {
    @Override
    public String toString() {
      return path;
    }

    String variable() {
      return "TRADECOUNTER_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }
  }

  /** Every leaf of the file that comes with the program. */
  private static List<Setting> settings() throws IOException {
    List<Setting> settings = new ArrayList<>();
    collect(shipped(), "", settings);
    return settings;
  }

  private static ObjectNode shipped() throws IOException {
    try (var in = ConfigurationTest.class.getResourceAsStream("/config/tradecounter.yaml")) {
      return (ObjectNode) YAML.readTree(in);
    }
  }

  private static void collect(JsonNode node, String path, List<Setting> settings) {
    for (var field : node.properties()) {
      String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      if (field.getValue().isObject() && !field.getValue().isEmpty()) {
        collect(field.getValue(), at, settings);
      } else {
        settings.add(new Setting(at, otherValue(at, field.getValue())));
      }
    }
  }

  private static String otherValue(String path, JsonNode value) {
    if (path.equals("mode")) {
      return "EMBEDDED";
    }
    if (path.equals("orders.supplierRejection")) {
      return "RAISE";
    }
    if (path.equals("orders.supplierSilence")) {
      return "REROUTE";
    }
    if (path.equals("kafka.properties")) {
      return "{security.protocol: SSL, ssl.key.password: secret}";
    }
    if (path.equals("prices.rounding")) {
      return "{CHF: \"0.05\"}";
    }
    if (path.equals("prices.timeZone")) {
      return "Europe/Vienna";
    }
    if (path.equals("quotes.keys")) {
      return "[{kid: new, file: new.key}, {kid: old, file: old.key}]";
    }
    if (path.equals("webhooks.endpoints")) {
      return "[{name: crm, url: \"https://crm.example.com/hook\", secretFiles: [new, old],"
          + " types: [order.shipped, exception], customers: [C-1]}]";
    }
    if (path.equals("webhooks.retryMillis")) {
      return "[1000, 2000]";
    }
    if (value.isBoolean()) {
      return Boolean.toString(!value.asBoolean());
    }
    if (value.isArray()) {
      return "[wms, erp]";
    }
    if (path.equals("targets.urls")) {
      return "{erp: \"http://erp.example.com\"}";
    }
    if (path.equals("holds.sharePercent")) {
      return "50";
    }
    if (path.equals("deadLetters.keepOpenMillis")) {
      return "86400000";
    }
    if (value.isNumber()) {
      return Long.toString(value.asLong() + 1);
    }
    if (path.equals("redis.uri")) {
      return "rediss://nudges:secret@redis.example.com/2";
    }
    return path.equals("postgres.jdbcUrl") ? value.asText() + "_2" : value.asText() + "other";
  }

  @Test
  void theFileNamesEverySetting() throws IOException {
    JsonNode everything = JSON.valueToTree(read(Optional.empty(), Map.of()));
    List<Setting> known = new ArrayList<>();
    collect(everything, "", known);
    assertThat(settings()).extracting(Setting::path).hasSizeGreaterThan(30);
    assertThat(settings())
        .extracting(Setting::path)
        .containsExactlyInAnyOrderElementsOf(known.stream().map(Setting::path).toList());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyKeyReachesItsPropertyFromAFile(Setting setting) throws IOException {
    assertArrived(
        setting, read(Optional.of(file(setting, setting.value())), alternatives(setting)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyKeyReachesItsPropertyFromTheEnvironment(Setting setting) {
    Map<String, String> environment = new java.util.HashMap<>(alternatives(setting));
    environment.put(setting.variable(), setting.value());
    environment.put("PATH", "/bin");
    assertArrived(setting, read(Optional.empty(), environment));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theEnvironmentOverridesTheFile(Setting setting) throws IOException {
    Map<String, String> environment = new java.util.HashMap<>(alternatives(setting));
    environment.put(setting.variable(), setting.value());
    String before = asYaml(at(shipped(), setting.path()));
    assertArrived(setting, read(Optional.of(file(setting, before)), environment));
  }

  /** Setting one of jwks and jwksUrl means taking the other away. */
  private static Map<String, String> alternatives(Setting setting) {
    return setting.path().equals("security.jwks")
        ? Map.of("TRADECOUNTER_SECURITY_JWKSURL", "")
        : Map.of();
  }

  private void assertArrived(Setting setting, Configuration configuration) {
    try {
      JsonNode expected = YAML.readTree(setting.value());
      JsonNode everything = JSON.valueToTree(configuration);
      assertThat(at(everything, setting.path()).toString()).isEqualTo(expected.toString());
      // And nothing else has moved.
      ObjectNode restored = (ObjectNode) everything.deepCopy();
      set(restored, setting.path(), at(shipped(), setting.path()));
      if (setting.path().equals("security.jwks")) {
        set(restored, "security.jwksUrl", at(shipped(), "security.jwksUrl"));
      }
      assertThat(restored.toString())
          .isEqualTo(JSON.valueToTree(read(Optional.empty(), Map.of())).toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode at(JsonNode tree, String path) {
    return tree.at("/" + path.replace('.', '/'));
  }

  private static void set(ObjectNode tree, String path, JsonNode value) {
    int dot = path.lastIndexOf('.');
    ObjectNode parent = dot < 0 ? tree : (ObjectNode) at(tree, path.substring(0, dot));
    parent.set(path.substring(dot + 1), value);
  }

  private static String asYaml(JsonNode value) {
    return value.toString();
  }

  private Path file(Setting setting, String value) throws IOException {
    String[] keys = setting.path().split("\\.", -1);
    StringBuilder yaml = new StringBuilder();
    for (int depth = 0; depth < keys.length; depth++) {
      yaml.append("  ".repeat(depth)).append(keys[depth]).append(':');
      yaml.append(depth == keys.length - 1 ? " " + value + "\n" : "\n");
    }
    return file(yaml.toString());
  }

  // ---------------------------------------------------------------- every mistake has its line

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `http: {prot: 80}`                       | http.prot
          `htpp: {port: 80}`                       | htpp
          `http: {port: 80, port: 81}`             | port
          `http: {port: eighty}`                   | http.port
          `http: {port: 65536}`                    | http.port
          `http: {port: -1}`                       | http.port
          `http: {port: 80.5}`                     | http.port
          `http: {port: 99999999999}`              | http.port
          `http: {port: true}`                     | http.port
          `http: {port: }`                         | http.port
          `http: {port: [80]}`                     | http.port
          `http: {port: ''}`                       | http.port
          `http: {host: }`                         | http.host
          `http: {host: [a]}`                      | http.host
          `http: {host: null}`                     | http.host
          `management: {host: ''}`                 | management.host
          `http: 80`                               | http
          `http: `                                 | http
          `mode: production`                       | mode
          `mode: `                                 | mode
          `mode: 0`                                | mode
          `http: {eventLoops: 257}`                | http.eventLoops
          `management: {port: 70000}`              | management.port
          `kafka: {bootstrapServers: ''}`          | kafka.bootstrapServers
          `kafka: {partitions: 0}`                 | kafka.partitions
          `kafka: {replicationFactor: 0}`          | kafka.replicationFactor
          `kafka: {appendTimeoutMillis: 99}`       | kafka.appendTimeoutMillis
          `kafka: {appendQueue: 0}`                | kafka.appendQueue
          `kafka: {properties: {a: [b]}}`          | kafka.properties
          `postgres: {jdbcUrl: 'mysql://x'}`       | postgres.jdbcUrl
          `postgres: {jdbcUrl: }`                  | postgres.jdbcUrl
          `postgres: {connections: 1}`             | postgres.connections
          `postgres: {timeoutMillis: 249}`         | postgres.timeoutMillis
          `redis: {uri: localhost:6379}`           | redis.uri must be empty or an address such as
          `redis: {uri: 'http://localhost:6379'}`  | redis.uri
          `redis: {uri: 'redis://'}`               | redis.uri
          `redis: {uri: 'redis://my host'}`        | redis.uri
          `redis: {uri: 'redis://localhost:port'}` | redis.uri
          `redis: {uri: 'redis://localhost/a'}`    | redis.uri
          `redis: {uri: 'redis://localhost?db=1'}` | redis.uri
          `redis: {uri: 'redis:localhost'}`        | redis.uri
          `redis: {uri: ' '}`                      | redis.uri
          `redis: {uri: null}`                     | redis.uri
          `redis: {uri: ''}`                       | ok
          `redis: {uri: 'redis://:pw@[::1]:1/0'}`  | ok
          `redis: {timeoutMillis: 99}`             | redis.timeoutMillis
          `redis: {timeoutMillis: 60001}`          | redis.timeoutMillis
          `security: {issuer: ''}`                 | security.issuer
          `security: {audience: ' '}`              | security.audience
          `security: {jwks: keys.json}`            | security
          `security: {jwksUrl: ''}`                | security
          `security: {verifiedTokens: 0}`          | security.verifiedTokens
          `clock: {maxSkewMillis: 99}`             | clock.maxSkewMillis
          `clock: {checkMillis: 49}`               | clock.checkMillis
          `checkpoint: {intervalMillis: 99}`       | checkpoint.intervalMillis
          `limits: {lines: 0}`                     | limits.lines
          `limits: {bodyBytes: 1}`                 | limits.bodyBytes
          `limits: {headMillis: 99}`               | limits.headMillis
          `limits: {bodyMillis: 1}`                | limits.bodyMillis
          `limits: {eventBytes: 900001}`           | limits.eventBytes
          `limits: {eventsInFlight: 0}`            | limits.eventsInFlight
          `limits: {reportedErrors: 0}`            | limits.reportedErrors
          `limits: {streams: -1}`                  | limits.streams
          `limits: {streamsPerClient: 0}`          | limits.streamsPerClient
          `limits: {streamItems: 0}`               | limits.streamItems
          `stream: {rememberedChanges: 0}`         | stream.rememberedChanges
          `stream: {pendingItems: 0}`              | stream.pendingItems
          `stream: {sweepMillis: 99}`              | stream.sweepMillis
          `stream: {heartbeatMillis: 45001}`       | stream.heartbeatMillis
          `availability: {encodedBytes: -1}`       | availability.encodedBytes
          `prices: {cachedBytes: 0}`               | prices.cachedBytes
          `prices: {loadThreads: 65}`              | prices.loadThreads
          `prices: {loadQueue: 0}`                 | prices.loadQueue
          `prices: {convertCurrencies: maybe}`     | prices.convertCurrencies
          `prices: {rounding: {CHR: "0.05"}}`      | 'CHR' is not a currency code of ISO 4217
          `prices: {rounding: {CHF: "0"}}`         | prices.rounding.CHF must be above 0
          `prices: {rounding: {CHF: "1000.01"}}`   | prices.rounding.CHF must be above 0 and at most
          `prices: {rounding: {CHF: 5 cents}}`     | prices.rounding.CHF: '5 cents' is not a plain
          `prices: {rounding: {CHF: }}`            | prices.rounding
          `prices: {rounding: 0.05}`               | prices.rounding
          `prices: {rounding: {CHF: 0.05}}`        | ok
          `prices: {timeZone: Berlin}`             | prices.timeZone: 'Berlin' is not a time zone
          `prices: {timeZone: ""}`                 | prices.timeZone
          `prices: {timeZone: Europe/Berlin}`      | ok
          `quotes: {validMillis: 999}`             | quotes.validMillis
          `quotes: {validMillis: 604800001}`       | quotes.validMillis
          `quotes: {keys: [{kid: a}]}`             | quotes.keys
          `quotes: {keys: [{kid: "a b", file: f}]}` | quotes.keys: kid must be
          `quotes: {keys: [{kid: a, file: " "}]}`  | quotes.keys: file must not be empty
          `quotes: {keys: [{kid: a, file: f}, {kid: a, file: g}]}` | quotes.keys names a kid twice
          `whatIf: {events: 0}`                    | whatIf.events
          `whatIf: {bodyBytes: 1023}`              | whatIf.bodyBytes
          `whatIf: {pairs: 0}`                     | whatIf.pairs
          `whatIf: {timeoutMillis: 99}`            | whatIf.timeoutMillis
          `feeds: {enabled: erp}`                  | feeds.enabled
          `feeds: {enabled: [erp, ]}`              | ok
          `feeds: {enabled: [erp, null]}`          | feeds.enabled
          `feeds: {enabled: [erp, erp]}`           | feeds.enabled
          `audit: {intervalMillis: 99}`            | audit.intervalMillis
          `audit: {page: 0}`                       | audit.page
          `audit: {pauseMillis: 0}`                | audit.pauseMillis
          `audit: {lookUpsPerMinute: -1}`          | audit.lookUpsPerMinute
          `audit: {recentMillis: -1}`              | audit.recentMillis
          `audit: {reflectWithinMillis: -1}`       | audit.reflectWithinMillis
          `audit: {leaseMillis: 999}`              | audit.leaseMillis
          `targets: {enabled: [erp, erp]}`         | targets.enabled names a target twice
          `targets: {enabled: ["../erp"]}`         | targets.enabled: '../erp' is not a name
          `news: {pollMillis: 4}`                  | news.pollMillis
          `news: {keepMillis: 999}`                | news.keepMillis
          `webhooks: {endpoints: [{name: a}]}`     | webhooks.endpoints
          `webhooks: {endpoints: [{name: A, url: "https://a", secretFiles: [f], types: [], customers: []}]}` | webhooks.endpoints: 'A' is not a name
          `webhooks: {endpoints: [{name: a, url: "http://a", secretFiles: [f], types: [], customers: []}]}` | webhooks.endpoints: url of a
          `webhooks: {endpoints: [{name: a, url: "https://me:pw@a", secretFiles: [f], types: [], customers: []}]}` | webhooks.endpoints: url of a
          `webhooks: {endpoints: [{name: a, url: "http://localhost:80/x", secretFiles: [f], types: [], customers: []}]}` | ok
          `webhooks: {endpoints: [{name: a, url: "https://a", secretFiles: [], types: [], customers: []}]}` | webhooks.endpoints: secretFiles of a
          `webhooks: {endpoints: [{name: a, url: "https://a", secretFiles: [f], types: [Order], customers: []}]}` | webhooks.endpoints: 'Order' is not a type
          `webhooks: {endpoints: [{name: a, url: "https://a", secretFiles: [f], types: [], customers: []}, {name: a, url: "https://b", secretFiles: [f], types: [], customers: []}]}` | webhooks.endpoints names an endpoint twice
          `webhooks: {connectMillis: 9}`           | webhooks.connectMillis
          `webhooks: {timeoutMillis: 99}`          | webhooks.timeoutMillis
          `webhooks: {parallel: 0}`                | webhooks.parallel
          `webhooks: {retryMillis: [0]}`           | webhooks.retryMillis
          `webhooks: {retryMillis: []}`            | ok
          `webhooks: {keepFailedMillis: 1000}`     | webhooks.keepFailedMillis
          `thresholds: {settleMillis: -1}`         | thresholds.settleMillis
          `thresholds: {sweepMillis: 99}`          | thresholds.sweepMillis
          `- a`                                    | mapping
          `http: {port: 80`                        | line 1
          `{}`                                     | ok
          """)
  void aMistakeInTheFileIsNamedByFileAndKey(String yaml, String names) throws IOException {
    Path file = file(yaml);
    if (names.equals("ok")) {
      assertThat(read(Optional.of(file), Map.of())).isNotNull();
      return;
    }
    assertThat(mistake(() -> read(Optional.of(file), Map.of())))
        .contains(file.toString())
        .contains(names);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "TRADECOUNTER_HTTP_PROT,80",
    "TRADECOUNTER_HTTP,80",
    "TRADECOUNTER_,80",
    "TRADECOUNTER_http_port,80",
    "TRADECOUNTER_HTTP_PORT,eighty",
    "TRADECOUNTER_HTTP_PORT,''",
    "TRADECOUNTER_HTTP_PORT,65536",
    "TRADECOUNTER_MODE,TEST",
    "TRADECOUNTER_FEEDS_ENABLED,erp",
    "TRADECOUNTER_FEEDS_ENABLED,'[erp'",
    "TRADECOUNTER_KAFKA_PROPERTIES,'{a: [b]}'",
    "TRADECOUNTER_KAFKA_PROPERTIES,x"
  })
  void aMistakeInTheEnvironmentIsNamedByItsVariable(String variable, String value) {
    assertThat(mistake(() -> read(Optional.empty(), Map.of(variable, value)))).contains(variable);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("none.yaml");
    assertThat(mistake(() -> read(Optional.of(missing), Map.of()))).contains(missing.toString());
  }

  @Test
  void anEmptyFileChangesNothing() throws IOException {
    for (String empty : List.of("", "\n", "# nothing yet\n")) {
      assertThat(read(Optional.of(file(empty)), Map.of()))
          .isEqualTo(read(Optional.empty(), Map.of()));
    }
  }

  // ---------------------------------------------------------------- feeds

  @Test
  void theFeedsThatComeWithTheProgram() {
    List<FeedRules> rules =
        READER.readFeeds(read(Optional.empty(), Map.of()).feeds()).stream()
            .map(FeedConfiguration::rules)
            .toList();
    assertThat(rules)
        .extracting(FeedRules::feed)
        .containsExactly("erp", "wms", "tms", "supplier", "logistics");
    assertThat(rules.getFirst().setFigures())
        .containsExactlyInAnyOrder(Figure.ON_HAND, Figure.SAFETY_STOCK);
    assertThat(rules.getFirst().owns())
        .contains(ObjectKind.OUTAGE, ObjectKind.PROTECTION, ObjectKind.THRESHOLD);
    assertThat(rules.getFirst().owns()).contains(ObjectKind.ORDER_STATUS);
    assertThat(rules.get(1).owns())
        .containsExactlyInAnyOrder(ObjectKind.OUTAGE, ObjectKind.ORDER_STATUS, ObjectKind.SHIPMENT);
    assertThat(rules.get(2).owns()).containsExactly(ObjectKind.SHIPMENT);
    assertThat(rules.get(3).owns())
        .containsExactlyInAnyOrder(
            ObjectKind.COMMITMENT, ObjectKind.RECEIPT, ObjectKind.SUPPLIER_ACKNOWLEDGEMENT);
    assertThat(rules.get(3).receiptKinds()).containsExactly(Receipt.Kind.ASN);
    assertThat(rules.get(4).setFigures())
        .containsExactlyInAnyOrder(Figure.ON_HAND, Figure.ALLOCATED, Figure.BLOCKED);
    assertThat(rules)
        .extracting(FeedRules::orders)
        .containsExactly(
            OrderInclusion.NET_LISTED,
            OrderInclusion.GROSS,
            OrderInclusion.GROSS,
            OrderInclusion.NET_WATERMARK,
            OrderInclusion.GROSS);
    LateSupplyPolicy tomorrowForAWeek = new LateSupplyPolicy(0, 1, 0, 7);
    assertThat(rules)
        .extracting(FeedRules::supply)
        .containsExactly(
            new SupplyPolicy(
                120_000, StalePolicy.SERVE_FLAGGED, tomorrowForAWeek, CommitmentPolicy.DEFAULT),
            new SupplyPolicy(
                60_000,
                StalePolicy.haircut(10_000_000),
                tomorrowForAWeek,
                CommitmentPolicy.DEFAULT),
            new SupplyPolicy(
                3_600_000, StalePolicy.SERVE_FLAGGED, tomorrowForAWeek, CommitmentPolicy.DEFAULT),
            new SupplyPolicy(
                86_400_000,
                StalePolicy.WITHHOLD,
                tomorrowForAWeek,
                new CommitmentPolicy(14, 3, 25_000_000)),
            new SupplyPolicy(
                93_600_000,
                StalePolicy.haircut(50_000_000),
                tomorrowForAWeek,
                CommitmentPolicy.DEFAULT));
  }

  @Test
  void aFolderOfOnesOwn() throws IOException {
    Files.writeString(
        folder.resolve("plant-2.yaml"),
        """
        feed: plant-2
        owns: [item, position.set.blocked, 'receipt:ASN']
        staleAfterMillis: 1000
        ignoreUnknown: true
        orders: NET_LISTED
        lateSupply: {graceDays: 1, shiftDays: 2, haircutPercent: 12.5, dropAfterDays: 9}
        stale: {policy: HAIRCUT, haircutPercent: 0.000001}
        commitments: {validDays: 30, agedAfterDays: 0, agedHaircutPercent: 99.999999}
        owner: {name: Purchasing, contact: buy@example.com}
        transport: {kind: FOLDER, folder: /srv/plant-2, names: "*.csv", marker: .done}
        format: {kind: CSV, delimiter: ";", columns: [a, b]}
        mapping: '{"type": "item", "data": {"item": a}}'
        ordering: {sequence: b, timePattern: dd.MM.yyyy, timeZone: Europe/Berlin}
        snapshot: {of: [position], within: location, deliveries: "full-*"}
        quarantine: {vanishPercent: 5, fewest: 3}
        expected: {silenceMillis: 7200000, hourlyAtLeast: 1, hourlyAtMost: 9}
        resend: {url: "https://plant.example.com/resend"}
        """);
    List<FeedConfiguration> feeds = readFeeds("plant-2");
    assertThat(feeds)
        .containsExactly(
            new FeedConfiguration(
                "plant-2",
                new FeedConfiguration.Owner("Purchasing", "buy@example.com"),
                new Transport.Folder("/srv/plant-2", "*.csv", 5_000, ".done", 2_000, ""),
                new CsvFormat("UTF-8", ";", "\"", "", 0, true, List.of("a", "b"), true, ""),
                Mapping.of("{\"type\": \"item\", \"data\": {\"item\": a}}"),
                new FeedConfiguration.Ordering(
                    Mapping.of("b"), Mapping.NONE, "dd.MM.yyyy", "Europe/Berlin"),
                List.of("item", "position.set.blocked", "receipt:ASN"),
                1_000,
                true,
                OrderInclusion.NET_LISTED,
                new FeedConfiguration.LateSupply(
                    1, 2, new FeedConfiguration.Percent(12_500_000), 9),
                new FeedConfiguration.Stale(
                    StalePolicy.Kind.HAIRCUT, new FeedConfiguration.Percent(1)),
                new FeedConfiguration.Commitments(
                    new FeedConfiguration.Days(30),
                    new FeedConfiguration.Days(0),
                    new FeedConfiguration.Percent(99_999_999)),
                new FeedConfiguration.Snapshot(List.of("position"), "location", "full-*"),
                new FeedConfiguration.Quarantine(
                    new FeedConfiguration.Percent(10_000_000),
                    new FeedConfiguration.Percent(5_000_000),
                    new FeedConfiguration.Percent(30_000_000),
                    new FeedConfiguration.Percent(100_000_000),
                    3),
                new FeedConfiguration.Expected(7_200_000, 1, 9, 10),
                new FeedConfiguration.Resend(
                    "https://plant.example.com/resend", new Transport.Authorization.None())));
    assertThat(feeds.getFirst().rules().supply())
        .isEqualTo(
            new SupplyPolicy(
                1_000,
                StalePolicy.haircut(1),
                new LateSupplyPolicy(1, 2, 12_500_000, 9),
                new CommitmentPolicy(30, 0, 99_999_999)));
  }

  @Test
  void whatAFeedFileLeavesOutHasItsDefault() throws IOException {
    SupplyPolicy unsaid = supply("");
    assertThat(unsaid)
        .isEqualTo(
            new SupplyPolicy(
                1,
                SupplyPolicy.DEFAULT.stale(),
                SupplyPolicy.DEFAULT.late(),
                SupplyPolicy.DEFAULT.commitments()));
    for (String empty :
        List.of(
            "lateSupply: {}",
            "stale: {}",
            "commitments: {}",
            "commitments: {validDays: FOR_EVER, agedAfterDays: FOR_EVER}")) {
      assertThat(supply(empty)).as(empty).isEqualTo(unsaid);
    }
  }

  /** Each key alone, the others as they are by default. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          lateSupply: {graceDays: 3}                    | 3 1 0 7          | SERVE_FLAGGED 0         | ∞ ∞ 0
          lateSupply: {shiftDays: 365}                  | 0 365 0 7        | SERVE_FLAGGED 0         | ∞ ∞ 0
          lateSupply: {haircutPercent: 33.333333}       | 0 1 33333333 7   | SERVE_FLAGGED 0         | ∞ ∞ 0
          lateSupply: {haircutPercent: 100}             | 0 1 100000000 7  | SERVE_FLAGGED 0         | ∞ ∞ 0
          lateSupply: {haircutPercent: 10.0000000}      | 0 1 10000000 7   | SERVE_FLAGGED 0         | ∞ ∞ 0
          lateSupply: {dropAfterDays: 0}                | 0 1 0 0          | SERVE_FLAGGED 0         | ∞ ∞ 0
          stale: {policy: HAIRCUT, haircutPercent: 0.1} | 0 1 0 7          | HAIRCUT 100000          | ∞ ∞ 0
          stale: {policy: WITHHOLD}                     | 0 1 0 7          | WITHHOLD 100000000      | ∞ ∞ 0
          commitments: {validDays: 14}                  | 0 1 0 7          | SERVE_FLAGGED 0         | 14 ∞ 0
          commitments: {agedAfterDays: 0}               | 0 1 0 7          | SERVE_FLAGGED 0         | ∞ 0 0
          commitments: {agedHaircutPercent: 25}         | 0 1 0 7          | SERVE_FLAGGED 0         | ∞ ∞ 25000000
          """)
  void eachKeyOfAFeedReachesItsProperty(String yaml, String late, String stale, String commitments)
      throws IOException {
    SupplyPolicy supply = supply(yaml);
    assertThat(
            "%d %d %d %d"
                .formatted(
                    supply.late().graceDays(),
                    supply.late().shiftDays(),
                    supply.late().haircutPercent(),
                    supply.late().dropAfterDays()))
        .isEqualTo(late);
    assertThat(supply.stale().kind() + " " + supply.stale().haircutPercent()).isEqualTo(stale);
    assertThat(
            "%d %d %d"
                .formatted(
                    supply.commitments().validDays(),
                    supply.commitments().agedAfterDays(),
                    supply.commitments().agedHaircutPercent()))
        .isEqualTo(commitments.replace("∞", Integer.toString(CommitmentPolicy.FOR_EVER)));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                    | GROSS
          orders: GROSS         | GROSS
          orders: NET_LISTED    | NET_LISTED
          orders: NET_WATERMARK | NET_WATERMARK
          """)
  void aFeedSaysHowItsFiguresIncludeOrders(String yaml, OrderInclusion orders) throws IOException {
    assertThat(rules(yaml).orders()).isEqualTo(orders);
  }

  private SupplyPolicy supply(String yaml) throws IOException {
    return rules(yaml).supply();
  }

  private FeedRules rules(String yaml) throws IOException {
    Files.writeString(
        folder.resolve("mine.yaml"),
        "feed: mine\nowns: []\nstaleAfterMillis: 1\nignoreUnknown: true\n" + yaml + "\n");
    return readFeeds("mine").getFirst().rules();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `feed: other\nowns: []\nstaleAfterMillis: 1\nignoreUnknown: true`            | other
          `feed: Mine!\nowns: []\nstaleAfterMillis: 1\nignoreUnknown: true`            | feed
          `feed: mine\nowns: [itme]\nstaleAfterMillis: 1\nignoreUnknown: true`         | itme
          `feed: mine\nowns: [position]\nstaleAfterMillis: 1\nignoreUnknown: true`     | position
          `feed: mine\nowns: [position.adjusted.safetyStock]\nstaleAfterMillis: 1\nignoreUnknown: true` | safetyStock
          `feed: mine\nowns: ['receipt:LETTER']\nstaleAfterMillis: 1\nignoreUnknown: true` | receipt:LETTER
          `feed: mine\nowns: []\nstaleAfterMillis: 0\nignoreUnknown: true`             | staleAfterMillis
          `feed: mine\nowns: []\nignoreUnknown: true`                                  | staleAfterMillis
          `feed: mine\nstaleAfterMillis: 1\nignoreUnknown: true`                       | owns
          `owns: []\nstaleAfterMillis: 1\nignoreUnknown: true`                         | feed
          `feed: mine\nowns: []\nstaleAfterMillis: 1\nignoreUnknown: true\nfeed: mine` | feed
          `feed: mine\nowns: []\nstaleAfterMillis: 1\nignoreUnknown: true\nformat: X`  | format
          `feed: mine\nowns: []\nstaleAfterMillis: 1\nignoreUnknown: true\norders: NET` | orders
          `feed: mine\nowns: []\nstaleAfterMillis: 1\nignoreUnknown: true\norders:`    | orders
          `feed: mine\nowns: [commitment]\nstaleAfterMillis: 1\nignoreUnknown: true`    | orders: a feed that owns commitment
          `feed: mine\nowns: [commitment]\nstaleAfterMillis: 1\nignoreUnknown: true\norders: GROSS` | orders: a feed that owns commitment
          """)
  void aMistakeInAFeedFileIsNamedByFileAndKey(String yaml, String names) throws IOException {
    Files.writeString(folder.resolve("mine.yaml"), yaml.replace("\\n", "\n"));
    assertThat(mistake(() -> readFeeds("mine"))).contains("mine.yaml").contains(names);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          lateSupply:                                        | lateSupply
          lateSupply: 7                                      | lateSupply
          lateSupply: {graceDay: 1}                          | lateSupply.graceDay
          lateSupply: {graceDays: -1}                        | lateSupply.graceDays must be 0 to 365
          lateSupply: {graceDays: 366}                       | lateSupply.graceDays must be 0 to 365
          lateSupply: {graceDays: 1.5}                       | lateSupply.graceDays
          lateSupply: {graceDays: }                          | lateSupply.graceDays
          lateSupply: {shiftDays: -1}                        | lateSupply.shiftDays must be 0 to 365
          lateSupply: {shiftDays: 366}                       | lateSupply.shiftDays must be 0 to 365
          lateSupply: {shiftDays: soon}                      | lateSupply.shiftDays
          lateSupply: {dropAfterDays: 366}                   | lateSupply.dropAfterDays must be 0 to 365
          lateSupply: {dropAfterDays: FOR_EVER}              | lateSupply.dropAfterDays
          lateSupply: {haircutPercent: -0.000001}            | lateSupply.haircutPercent: must be a number from 0 to 100
          lateSupply: {haircutPercent: 100.000001}           | lateSupply.haircutPercent: must be a number from 0 to 100
          lateSupply: {haircutPercent: 1.0000001}            | lateSupply.haircutPercent: must be a number from 0 to 100
          lateSupply: {haircutPercent: 10%}                  | lateSupply.haircutPercent: must be a number from 0 to 100
          lateSupply: {haircutPercent: '10'}                 | lateSupply.haircutPercent: must be a number from 0 to 100
          lateSupply: {haircutPercent: .inf}                 | line 5
          lateSupply: {haircutPercent: .nan}                 | line 5
          lateSupply: {haircutPercent: 1e999999999}          | lateSupply.haircutPercent: must be a number from 0 to 100
          lateSupply: {haircutPercent: true}                 | lateSupply.haircutPercent: must be a number from 0 to 100
          lateSupply: {haircutPercent: [1]}                  | lateSupply.haircutPercent: must be a number from 0 to 100
          lateSupply: {haircutPercent: }                     | lateSupply.haircutPercent
          lateSupply: {shiftDays: 1, shiftDays: 2}           | shiftDays
          stale:                                             | stale
          stale: WITHHOLD                                    | stale
          stale: {policy: SERVE}                             | stale.policy
          stale: {policy: withhold}                          | stale.policy
          stale: {policy: 1}                                 | stale.policy
          stale: {policy: }                                  | stale.policy
          stale: {percent: 10}                               | stale.percent
          stale: {policy: HAIRCUT}                           | stale.haircutPercent must be above 0
          stale: {policy: HAIRCUT, haircutPercent: 0}        | stale.haircutPercent must be above 0
          stale: {policy: HAIRCUT, haircutPercent: 101}      | stale.haircutPercent: must be a number from 0 to 100
          stale: {policy: WITHHOLD, haircutPercent: 10}      | stale.haircutPercent must be above 0
          stale: {haircutPercent: 10}                        | stale.haircutPercent must be above 0
          commitments:                                       | commitments
          commitments: {validDay: 1}                         | commitments.validDay
          commitments: {validDays: -1}                       | commitments.validDays: must be a number of days
          commitments: {validDays: 1.5}                      | commitments.validDays: must be a number of days
          commitments: {validDays: 3000000000}               | commitments.validDays: must be a number of days
          commitments: {validDays: for ever}                 | commitments.validDays: must be a number of days
          commitments: {validDays: '14'}                     | commitments.validDays: must be a number of days
          commitments: {validDays: }                         | commitments.validDays
          commitments: {agedAfterDays: -1}                   | commitments.agedAfterDays: must be a number of days
          commitments: {agedAfterDays: never}                | commitments.agedAfterDays: must be a number of days
          commitments: {agedHaircutPercent: 100.5}           | commitments.agedHaircutPercent: must be a number from 0 to 100
          commitments: {haircutPercent: 10}                  | commitments.haircutPercent
          """)
  void aMistakeInThePoliciesOfAFeedIsNamedByFileAndKey(String yaml, String names) {
    assertThat(mistake(() -> supply(yaml))).contains("mine.yaml").contains(names);
  }

  @Test
  void aFeedFileThatIsNotThereIsNamed() {
    assertThat(mistake(() -> readFeeds("mine"))).contains("mine.yaml");
    assertThat(mistake(() -> READER.readFeeds(new Configuration.Feeds("", List.of("mine"), 2_000))))
        .contains("mine.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../mine", "a/b", "", "Mine"})
  void theNameOfAFeedIsNoPath(String name) {
    assertThat(mistake(() -> readFeeds(name))).contains("'" + name + "'");
  }

  private List<FeedConfiguration> readFeeds(String feed) {
    return READER.readFeeds(new Configuration.Feeds(folder.toString(), List.of(feed), 2_000));
  }

  // ---------------------------------------------------------------- shared

  private static Configuration read(Optional<Path> file, Map<String, String> environment) {
    return READER.read(file, environment);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("own.yaml"), yaml);
  }

  private static String mistake(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    ConfigurationException mistake = catchThrowableOfType(ConfigurationException.class, reading);
    assertThat(mistake).isNotNull();
    assertThat(mistake.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
    return String.valueOf(mistake.getMessage());
  }

  @Test
  void theRulesOfPricesAreWhatIsConfigured() throws IOException {
    Path file = file("prices: {convertCurrencies: true, rounding: {CHF: \"0.05\", KWD: \"0.01\"}}");
    var rules = read(Optional.of(file), Map.of()).prices().rules();
    assertThat(rules.convertsCurrencies()).isTrue();
    assertThat(rules.rounding().smallestAmount("CHF")).isEqualTo(50_000);
    assertThat(rules.rounding().smallestAmount("KWD")).isEqualTo(10_000);
    assertThat(rules.rounding().smallestAmount("JPY")).isEqualTo(1_000_000);
  }

  // ---------------------------------------------------------------- targets

  private List<TargetConfiguration> readTargets(String... names) {
    return READER.readTargets(
        new Configuration.Targets(folder.toString(), List.of(names), Map.of()));
  }

  @Test
  void theTargetsThatComeWithTheProgram() {
    List<TargetConfiguration> targets =
        READER.readTargets(read(Optional.empty(), Map.of()).targets());
    assertThat(targets).extracting(TargetConfiguration::target).containsExactly("erp");
    assertThat(targets.getFirst().policy())
        .isEqualTo(new ForwardPolicy(ErpClass.A, 60_000, 200, 60_000, 50, 86_400_000));
    assertThat(targets.getFirst().breaker())
        .isEqualTo(new TargetConfiguration.Breaker(20, 50, 10_000));
    assertThat(targets.getFirst().adapter()).isInstanceOf(TargetConfiguration.Rest.class);
    assertThat(READER.readTargets(new Configuration.Targets("", List.of("supplier"), Map.of())))
        .extracting(TargetConfiguration::erpClass, TargetConfiguration::answerWithinMillis)
        .containsExactly(tuple(ErpClass.B, 86_400_000L));
    assertThat(targets.getFirst().answerWithinMillis()).isZero();
  }

  private static final String X12 =
      """
      target: drop
      erpClass: C
      adapter:
        kind: X12_FILE
        folder: out
        suffix: .edi
        sender: {qualifier: ZZ, id: WE, application: WEAPP}
        receiver: {qualifier: "14", id: THEY, application: THEYAPP}
        version: "00401"
        groupVersion: "004010"
        delimiters: "*>~"
        test: false
        content: lines
      """;

  @Test
  void everyKeyOfAnX12TargetReachesItsProperty() throws IOException {
    Files.writeString(folder.resolve("drop.yaml"), X12);
    TargetConfiguration.X12File adapter =
        (TargetConfiguration.X12File) readTargets("drop").getFirst().adapter();
    assertThat(adapter.folder()).isEqualTo("out");
    assertThat(adapter.suffix()).isEqualTo(".edi");
    assertThat(adapter.sender()).isEqualTo(new TargetConfiguration.X12Party("ZZ", "WE", "WEAPP"));
    assertThat(adapter.receiver())
        .isEqualTo(new TargetConfiguration.X12Party("14", "THEY", "THEYAPP"));
    assertThat(adapter.version()).isEqualTo("00401");
    assertThat(adapter.groupVersion()).isEqualTo("004010");
    assertThat(adapter.delimiters()).isEqualTo("*>~");
    assertThat(adapter.test()).isFalse();
    assertThat(adapter.content()).hasToString("lines");
  }

  @ParameterizedTest(name = "{0} → {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          erpClass: C       | erpClass: B       | erpClass must be C for a FILE or an X12_FILE
          id: WE            | id: "A*B"         | id must be 1 to 15 characters
          qualifier: ZZ     | qualifier: Z      | qualifier must be one such as ZZ
          application: WEAPP | application: W   | application must be 2 to 15 characters
          "00401"           | "401"             | version must be one such as 00401
          "004010"          | "4010"            | groupVersion must be one such as 004010
          "*>~"             | "**~"             | delimiters must be three different ones
          "*>~"             | "*A~"             | delimiters must be three different ones
          suffix: .edi      | suffix: /x        | suffix must be one such as .edi
          """)
  void aMistakeInAnX12TargetIsNamed(String right, String wrong, String names) throws IOException {
    Files.writeString(folder.resolve("drop.yaml"), X12.replace(right, wrong));
    assertThat(mistake(() -> readTargets("drop"))).contains("targets/drop.yaml").contains(names);
  }

  private static final String DROP =
      """
      target: drop
      erpClass: C
      ordered: true
      parallel: 2
      leaseMillis: 5000
      settleMillis: 1000
      answerWithinMillis: 9
      retry: {firstBackoffMillis: 1, maximumBackoffMillis: 2, budgetTries: 3, budgetMillis: 4}
      breaker: {calls: 5, failurePercent: 6, openMillis: 7}
      adapter: {kind: FILE, folder: out, suffix: .json, content: lines}
      """;

  @Test
  void everyKeyOfATargetReachesItsProperty() throws IOException {
    Files.writeString(folder.resolve("drop.yaml"), DROP);
    TargetConfiguration target = readTargets("drop").getFirst();
    assertThat(target.ordered()).isTrue();
    assertThat(target.parallel()).isEqualTo(2);
    assertThat(target.leaseMillis()).isEqualTo(5_000);
    assertThat(target.answerWithinMillis()).isEqualTo(9);
    assertThat(target.policy()).isEqualTo(new ForwardPolicy(ErpClass.C, 1_000, 1, 2, 3, 4));
    assertThat(target.breaker()).isEqualTo(new TargetConfiguration.Breaker(5, 6, 7));
    TargetConfiguration.Folder adapter = (TargetConfiguration.Folder) target.adapter();
    assertThat(adapter.path()).isEqualTo(Path.of("out"));
    assertThat(adapter.suffix()).isEqualTo(".json");
    assertThat(adapter.content()).hasToString("lines");
  }

  @ParameterizedTest(name = "{0} → {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          target: drop           | target: other          | the file name says 'drop'
          erpClass: C            | erpClass: D            | erpClass
          erpClass: C            | erpClass: A            | erpClass must be C for a FILE
          parallel: 2            | parallel: 0            | parallel must be 1 to 1000
          parallel: 2            | paralel: 2             | paralel
          leaseMillis: 5000      | leaseMillis: 1000      | leaseMillis must be above 1000
          settleMillis: 1000     | settleMillis: -1       | settleMillis
          answerWithinMillis: 9  | answerWithinMillis: -1 | answerWithinMillis
          maximumBackoffMillis: 2 | maximumBackoffMillis: 0 | retry.maximumBackoffMillis
          failurePercent: 6      | failurePercent: 101    | breaker.failurePercent
          kind: FILE             | kind: PIGEON           | adapter
          content: lines         | content: lines[        | adapter.content: 'lines[' is not JSONata
          suffix: .json          | suffix: /x             | adapter: suffix must be
          """)
  void aMistakeInATargetIsNamedByFileAndKey(String right, String wrong, String names)
      throws IOException {
    Files.writeString(
        folder.resolve("drop.yaml"), DROP.replace(right, wrong).replace("lines[", "'lines['"));
    assertThat(mistake(() -> readTargets("drop"))).contains("targets/drop.yaml").contains(names);
  }
}
