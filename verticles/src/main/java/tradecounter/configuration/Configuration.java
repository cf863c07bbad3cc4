package tradecounter.configuration;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static tradecounter.configuration.ConfigurationException.require;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.engine.pricing.CurrencyRounding;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.format.Format;

/**
 * Everything that can be set, as {@code tradecounter.yaml} lays it out. The defaults are in that
 * file; every key can be overridden by an environment variable (see {@link ConfigurationReader}).
 * Times are in milliseconds, sizes in bytes.
 */
public record Configuration(
    Mode mode,
    Http http,
    Management management,
    Kafka kafka,
    Postgres postgres,
    Redis redis,
    Security security,
    Clock clock,
    Checkpoint checkpoint,
    Limits limits,
    Stream stream,
    Availability availability,
    Prices prices,
    Quotes quotes,
    Holds holds,
    Orders orders,
    Ledger ledger,
    Audit audit,
    AsOf asOf,
    WhatIf whatIf,
    Feeds feeds,
    Deliveries deliveries,
    Integrity integrity,
    DeadLetters deadLetters,
    Targets targets,
    News news,
    WebhookConfiguration webhooks,
    Thresholds thresholds) {

  /** What the process is for. */
  public enum Mode {
    /** Real customers: refuses the development key. */
    PRODUCTION,
    /** Everything on one machine, to try and to test. */
    EMBEDDED
  }

  /** The storefront and feed port. */
  public record Http(String host, int port, int eventLoops) {
    public Http {
      require(!host.isBlank(), "http.host must not be empty");
      require(port >= 0 && port <= 65_535, "http.port must be 0 to 65535");
      require(eventLoops >= 0 && eventLoops <= 256, "http.eventLoops must be 0 (cores) to 256");
    }
  }

  /** The operators' port. */
  public record Management(String host, int port) {
    public Management {
      require(!host.isBlank(), "management.host must not be empty");
      require(port >= 0 && port <= 65_535, "management.port must be 0 to 65535");
    }
  }

  /** The log. */
  public record Kafka(
      String bootstrapServers,
      String topicPrefix,
      int partitions,
      int replicationFactor,
      int appendTimeoutMillis,
      int appendQueue,
      Map<String, String> properties) {
    public Kafka {
      require(!bootstrapServers.isBlank(), "kafka.bootstrapServers must not be empty");
      require(partitions >= 1 && partitions <= 1024, "kafka.partitions must be 1 to 1024");
      require(replicationFactor >= 1, "kafka.replicationFactor must be at least 1");
      require(appendTimeoutMillis >= 100, "kafka.appendTimeoutMillis must be at least 100");
      require(appendQueue >= 1, "kafka.appendQueue must be at least 1");
      properties = Map.copyOf(properties);
    }
  }

  /** Where checkpoints, contract prices and dead letters are kept. */
  public record Postgres(
      String jdbcUrl, String user, String password, int connections, int timeoutMillis) {
    public Postgres {
      require(jdbcUrl.startsWith("jdbc:postgresql:"), "postgres.jdbcUrl must be a JDBC URL");
      require(connections >= 2 && connections <= 64, "postgres.connections must be 2 to 64");
      require(timeoutMillis >= 250, "postgres.timeoutMillis must be at least 250");
    }
  }

  /**
   * What tells the nodes to look at Postgres without delay.
   *
   * @param uri empty for none
   */
  public record Redis(String uri, int timeoutMillis) {
    public Redis {
      require(
          uri.isEmpty() || isAddress(uri),
          "redis.uri must be empty or an address such as redis://localhost:6379");
      require(
          timeoutMillis >= 100 && timeoutMillis <= 60_000,
          "redis.timeoutMillis must be 100 to 60000");
    }

    private static boolean isAddress(String uri) {
      try {
        URI address = new URI(uri);
        return List.of("redis", "rediss").contains(String.valueOf(address.getScheme()))
            && address.getHost() != null
            && address.getPath().matches("(/[0-9]{0,2})?")
            && address.getQuery() == null
            && address.getFragment() == null;
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }

  /** Who may ask. Exactly one of {@code jwks} (a file) and {@code jwksUrl} is set. */
  public record Security(
      String issuer, String audience, String jwks, String jwksUrl, int verifiedTokens) {
    public Security {
      require(!issuer.isBlank(), "security.issuer must not be empty");
      require(!audience.isBlank(), "security.audience must not be empty");
      require(
          jwks.isBlank() != jwksUrl.isBlank(),
          "security: set exactly one of jwks (a file) and jwksUrl, and the other to \"\"");
      require(verifiedTokens >= 1, "security.verifiedTokens must be at least 1");
    }
  }

  /** How far the clock of a machine may be from the database's before its node takes itself out. */
  public record Clock(int maxSkewMillis, int checkMillis) {
    public Clock {
      require(maxSkewMillis >= 100, "clock.maxSkewMillis must be at least 100");
      require(checkMillis >= 50 && checkMillis <= 60_000, "clock.checkMillis must be 50 to 60000");
    }
  }

  /** How often the read model is written down. */
  public record Checkpoint(int intervalMillis) {
    public Checkpoint {
      require(intervalMillis >= 100, "checkpoint.intervalMillis must be at least 100");
    }
  }

  /** What a request may cost. */
  public record Limits(
      int lines,
      int bodyBytes,
      int headMillis,
      int bodyMillis,
      int eventBytes,
      int eventsInFlight,
      int reportedErrors,
      int streams,
      int streamsPerClient,
      int streamItems) {
    public Limits {
      require(lines >= 1, "limits.lines must be at least 1");
      require(bodyBytes >= 1024, "limits.bodyBytes must be at least 1024");
      require(headMillis >= 100, "limits.headMillis must be at least 100");
      require(bodyMillis >= 100, "limits.bodyMillis must be at least 100");
      require(
          eventBytes >= 1024 && eventBytes <= 900_000, "limits.eventBytes must be 1024 to 900000");
      require(eventsInFlight >= 1, "limits.eventsInFlight must be at least 1");
      require(reportedErrors >= 1, "limits.reportedErrors must be at least 1");
      require(streams >= 0, "limits.streams must not be negative");
      require(streamsPerClient >= 1, "limits.streamsPerClient must be at least 1");
      require(streamItems >= 1, "limits.streamItems must be at least 1");
    }
  }

  /** How changes reach the clients that stay connected. */
  public record Stream(
      int rememberedChanges, int pendingItems, int sweepMillis, int heartbeatMillis) {
    public Stream {
      require(
          rememberedChanges >= 1 && rememberedChanges <= 16_777_216,
          "stream.rememberedChanges must be 1 to 16777216");
      require(pendingItems >= 1, "stream.pendingItems must be at least 1");
      require(sweepMillis >= 100, "stream.sweepMillis must be at least 100");
      require(
          heartbeatMillis >= 100 && heartbeatMillis <= 45_000,
          "stream.heartbeatMillis must be 100 to 45000");
    }
  }

  /** Answers that are kept as bytes. */
  public record Availability(long encodedBytes) {
    public Availability {
      require(encodedBytes >= 0, "availability.encodedBytes must not be negative");
    }
  }

  /**
   * The price books of customers and buying groups in memory, weighed by their bytes, and what the
   * house has decided about prices.
   *
   * @param convertCurrencies whether a price may be made from one in another currency where there
   *     is none in the currency asked for
   * @param rounding the smallest amount that is paid, by currency, where it is not the minor unit
   *     of ISO 4217
   * @param timeZone at whose midnight prices, taxes and rates begin and end
   */
  public record Prices(
      long cachedBytes,
      int loadThreads,
      int loadQueue,
      boolean convertCurrencies,
      Map<String, String> rounding,
      String timeZone) {
    /** Nobody pays in steps larger than this, in currency units. */
    private static final long LARGEST_STEP = 1_000;

    public Prices {
      require(cachedBytes >= 1, "prices.cachedBytes must be at least 1");
      require(loadThreads >= 1 && loadThreads <= 64, "prices.loadThreads must be 1 to 64");
      require(loadQueue >= 1, "prices.loadQueue must be at least 1");
      rounding = Map.copyOf(rounding);
      rounding.forEach(Prices::smallestAmount);
      require(
          ZoneId.getAvailableZoneIds().contains(timeZone),
          "prices.timeZone: '" + timeZone + "' is not a time zone such as Europe/Berlin");
    }

    /** The same as the JDK takes it. */
    public ZoneId zone() {
      return ZoneId.of(timeZone);
    }

    /** The same as the engine takes it. */
    public PricingRules rules() {
      Map<String, Long> smallest = new HashMap<>();
      rounding.forEach(
          (currency, amount) -> smallest.put(currency, smallestAmount(currency, amount)));
      return new PricingRules(convertCurrencies, new CurrencyRounding(smallest));
    }

    private static long smallestAmount(String currency, String amount) {
      require(
          CURRENCIES.contains(currency),
          "prices.rounding: '" + currency + "' is not a currency code of ISO 4217 such as CHF");
      try {
        long smallest = FixedPoint.parse(amount);
        require(
            smallest > 0 && smallest <= FixedPoint.of(LARGEST_STEP),
            "prices.rounding."
                + currency
                + " must be above 0 and at most "
                + LARGEST_STEP
                + ", such as \"0.05\"");
        return smallest;
      } catch (NumberFormatException e) {
        throw new ConfigurationException("prices.rounding." + currency + ": " + e.getMessage());
      }
    }

    private static final Set<String> CURRENCIES =
        Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(toUnmodifiableSet());
  }

  /**
   * What quotes promise.
   *
   * @param validMillis so long a quote holds, at most
   * @param keys what quote tokens are signed with: the first signs, all are believed; without any,
   *     quotes are answered without a token
   */
  public record Quotes(int validMillis, List<QuoteKey> keys) {
    private static final int LONGEST_MILLIS = 7 * 24 * 3_600_000;

    public Quotes {
      require(
          validMillis >= 1_000 && validMillis <= LONGEST_MILLIS,
          "quotes.validMillis must be 1000 to " + LONGEST_MILLIS + " (a week)");
      keys = List.copyOf(keys);
      require(
          keys.stream().map(QuoteKey::kid).distinct().count() == keys.size(),
          "quotes.keys names a kid twice");
    }
  }

  /**
   * One key of quote tokens.
   *
   * @param kid what tokens call it
   * @param file with at least 32 random bytes in Base64, the same on every node
   */
  public record QuoteKey(String kid, String file) {
    public QuoteKey {
      require(
          kid.matches("[A-Za-z0-9._-]{1,64}"),
          "quotes.keys: kid must be 1 to 64 letters, digits, dots, dashes and underscores");
      require(!file.isBlank(), "quotes.keys: file must not be empty");
    }
  }

  /**
   * What may be held without an order.
   *
   * @param activePerCustomer so many holds of one customer at once
   * @param sharePercent one customer may hold so much of what there is of an item; 100 for all
   */
  public record Holds(
      int defaultTtlSeconds, int maximumTtlSeconds, int activePerCustomer, int sharePercent) {
    public Holds {
      require(
          maximumTtlSeconds >= 1 && maximumTtlSeconds <= 31_536_000,
          "holds.maximumTtlSeconds must be 1 to 31536000 (a year)");
      require(
          defaultTtlSeconds >= 1 && defaultTtlSeconds <= maximumTtlSeconds,
          "holds.defaultTtlSeconds must be 1 to holds.maximumTtlSeconds");
      require(activePerCustomer >= 1, "holds.activePerCustomer must be at least 1");
      require(sharePercent >= 1 && sharePercent <= 100, "holds.sharePercent must be 1 to 100");
    }
  }

  /**
   * How orders are taken.
   *
   * @param priceTolerancePercent by so much may a price that the caller states, or that of a quote
   *     of another day, be below ours
   * @param supplierRejection what follows when a supplier will not serve what it was asked for
   * @param supplierSilence what follows when a supplier has not answered in the time of its target
   */
  public record Orders(
      BigDecimal priceTolerancePercent,
      RefusalPolicy supplierRejection,
      RefusalPolicy supplierSilence) {
    public Orders {
      require(
          priceTolerancePercent.signum() >= 0
              && priceTolerancePercent.compareTo(BigDecimal.valueOf(100)) <= 0
              && priceTolerancePercent.scale() <= 6,
          "orders.priceTolerancePercent must be 0 to 100 with at most 6 decimals");
    }
  }

  /**
   * How holds and orders are written, and how nodes hear of each other's.
   *
   * @param batch so many in one transaction at most
   * @param queue so many may wait before callers get 503
   * @param timeoutMillis so long may one wait
   * @param pollMillis how often to look for what other nodes have written, if nobody nudges
   * @param keepMillis how often to write down what has expired or is shown by figures
   */
  public record Ledger(int batch, int queue, int timeoutMillis, int pollMillis, int keepMillis) {
    public Ledger {
      require(batch >= 1 && batch <= 10_000, "ledger.batch must be 1 to 10000");
      require(queue >= batch && queue <= 1_000_000, "ledger.queue must be ledger.batch to 1000000");
      require(timeoutMillis >= 100, "ledger.timeoutMillis must be at least 100");
      require(pollMillis >= 5 && pollMillis <= 60_000, "ledger.pollMillis must be 5 to 60000");
      require(keepMillis >= 10 && keepMillis <= 60_000, "ledger.keepMillis must be 10 to 60000");
    }
  }

  /**
   * How holds, orders, forwards and targets are compared, over and over, by one node at a time.
   *
   * @param intervalMillis from the start of one round to that of the next, at least
   * @param page so many rows at once
   * @param pauseMillis between two pages
   * @param lookUpsPerMinute so many orders are asked for at targets, at most
   * @param recentMillis what targets took so long ago is asked for
   * @param reflectWithinMillis so long after an order has left, figures may not show it
   * @param leaseMillis so long after its last page another node takes over
   */
  public record Audit(
      int intervalMillis,
      int page,
      int pauseMillis,
      int lookUpsPerMinute,
      long recentMillis,
      long reflectWithinMillis,
      int leaseMillis) {
    public Audit {
      require(
          intervalMillis >= 100 && intervalMillis <= 86_400_000,
          "audit.intervalMillis must be 100 to 86400000 (a day)");
      require(page >= 1 && page <= 10_000, "audit.page must be 1 to 10000");
      require(pauseMillis >= 1 && pauseMillis <= 60_000, "audit.pauseMillis must be 1 to 60000");
      require(lookUpsPerMinute >= 0, "audit.lookUpsPerMinute must not be negative");
      require(recentMillis >= 0, "audit.recentMillis must not be negative");
      require(reflectWithinMillis >= 0, "audit.reflectWithinMillis must not be negative");
      require(
          leaseMillis >= 1_000 && leaseMillis <= 3_600_000,
          "audit.leaseMillis must be 1000 to 3600000");
    }
  }

  /** How long an operator's question of the past may read the log. */
  public record AsOf(int timeoutMillis) {
    public AsOf {
      require(
          timeoutMillis >= 100 && timeoutMillis <= 3_600_000,
          "asOf.timeoutMillis must be 100 to 3600000");
    }
  }

  /**
   * What an operator's question about proposed prices may cost.
   *
   * @param pairs of customer, item and quantity
   */
  public record WhatIf(int events, int bodyBytes, long pairs, int timeoutMillis) {
    public WhatIf {
      require(events >= 1 && events <= 1_000_000, "whatIf.events must be 1 to 1000000");
      require(bodyBytes >= 1024, "whatIf.bodyBytes must be at least 1024");
      require(pairs >= 1, "whatIf.pairs must be at least 1");
      require(
          timeoutMillis >= 100 && timeoutMillis <= 3_600_000,
          "whatIf.timeoutMillis must be 100 to 3600000");
    }
  }

  /**
   * The inbound sources.
   *
   * @param folder of {@code *.yaml} files, one per feed; empty for those that come with the program
   * @param enabled the feeds to use, by name; {@code "*"} alone for all in the folder
   * @param reloadMillis how often to look whether files in the folder have changed
   */
  public record Feeds(String folder, List<String> enabled, int reloadMillis) {
    private static final List<String> ALL = List.of("*");

    public Feeds {
      enabled = List.copyOf(enabled);
      require(
          reloadMillis >= 100 && reloadMillis <= 3_600_000,
          "feeds.reloadMillis must be 100 to 3600000");
      require(
          !enabled.equals(ALL) || !folder.isBlank(),
          "feeds.enabled: '*' needs feeds.folder: a folder with files");
      for (String feed : enabled.equals(ALL) ? List.<String>of() : enabled) {
        require(
            feed.matches(FeedConfiguration.NAME),
            "feeds.enabled: '" + feed + "' is not a name such as 'erp'");
      }
      require(
          enabled.stream().distinct().count() == enabled.size(),
          "feeds.enabled names a feed twice");
    }

    /** Whether every file of the folder is a feed in use. */
    public boolean allInFolder() {
      return enabled.equals(ALL);
    }
  }

  /**
   * Whole files and pages of feeds.
   *
   * @param bytes that one may have, unpacked
   * @param recordBytes that one record may have
   * @param depth of nesting in one record
   * @param parallel applied at once, by one node
   * @param pollMillis how often to look for those that other nodes have received
   * @param answerMillis how long a request waits for the outcome of its delivery
   * @param leaseMillis so long after its last sign of life another node takes over
   * @param keepMillis so long the bytes of those that are done with are kept
   * @param shownChanges of a quarantined snapshot, for a person to look at
   */
  public record Deliveries(
      long bytes,
      int recordBytes,
      int depth,
      int parallel,
      int pollMillis,
      int answerMillis,
      long leaseMillis,
      long keepMillis,
      int shownChanges) {
    public Deliveries {
      require(bytes >= 1, "deliveries.bytes must be positive");
      require(
          recordBytes >= 1_024 && recordBytes <= 67_108_864,
          "deliveries.recordBytes must be 1024 to 67108864");
      require(depth >= 1 && depth <= 1_000, "deliveries.depth must be 1 to 1000");
      require(parallel >= 1 && parallel <= 64, "deliveries.parallel must be 1 to 64");
      require(
          pollMillis >= 10 && pollMillis <= 60_000, "deliveries.pollMillis must be 10 to 60000");
      require(
          answerMillis >= 0 && answerMillis <= 300_000,
          "deliveries.answerMillis must be 0 to 300000");
      require(
          leaseMillis >= 1_000 && leaseMillis <= 600_000,
          "deliveries.leaseMillis must be 1000 to 600000");
      require(keepMillis >= 1_000, "deliveries.keepMillis must be at least 1000");
      require(
          shownChanges >= 1 && shownChanges <= 100_000,
          "deliveries.shownChanges must be 1 to 100000");
    }

    /** What decoders are held to. */
    public Format.Limits limits() {
      return new Format.Limits(recordBytes, depth);
    }
  }

  /**
   * Whether feeds say what they usually say, and what operators say of feeds.
   *
   * @param everyMillis how often to look at all feeds
   * @param askMillis a source is asked to tell again at most so often
   * @param steeringMillis how often each node looks which feeds are paused or to be read again
   */
  public record Integrity(int everyMillis, long askMillis, int steeringMillis) {
    public Integrity {
      require(
          everyMillis >= 50 && everyMillis <= 60_000, "integrity.everyMillis must be 50 to 60000");
      require(
          askMillis >= 1_000 && askMillis <= 604_800_000,
          "integrity.askMillis must be 1000 to 604800000");
      require(
          steeringMillis >= 50 && steeringMillis <= 60_000,
          "integrity.steeringMillis must be 50 to 60000");
    }
  }

  /**
   * What could not be taken.
   *
   * @param keepMillis so long those that were replayed or dismissed are kept
   * @param keepOpenMillis so long those that nobody has done anything about; 0: for ever
   */
  public record DeadLetters(long keepMillis, long keepOpenMillis) {
    public DeadLetters {
      require(keepMillis >= 1_000, "deadLetters.keepMillis must be at least 1000");
      require(
          keepOpenMillis == 0 || keepOpenMillis >= 1_000,
          "deadLetters.keepOpenMillis must be 0 (for ever) or at least 1000");
    }
  }

  /**
   * The ERPs and suppliers that orders are sent to.
   *
   * @param folder where their files are; empty for those that come with the program
   * @param urls where a target is, if not where its file says
   */
  public record Targets(String folder, List<String> enabled, Map<String, String> urls) {
    public Targets {
      enabled = List.copyOf(enabled);
      urls = Map.copyOf(urls);
      for (String target : urls.keySet()) {
        require(
            enabled.contains(target), "targets.urls names '" + target + "', which is not enabled");
      }
      for (String target : enabled) {
        require(
            target.matches(TargetConfiguration.NAME),
            "targets.enabled: '" + target + "' is not a name such as 'erp'");
      }
      require(
          enabled.stream().distinct().count() == enabled.size(),
          "targets.enabled names a target twice");
    }
  }

  /**
   * Business events.
   *
   * @param pollMillis how often to look for events to send
   * @param keepMillis so long they are kept after they were told to all who want them
   */
  public record News(int pollMillis, long keepMillis) {
    public News {
      require(pollMillis >= 5 && pollMillis <= 60_000, "news.pollMillis must be 5 to 60000");
      require(keepMillis >= 1_000, "news.keepMillis must be at least 1000");
    }
  }

  /**
   * Which crossings of thresholds are told.
   *
   * @param settleMillis so long an item must have crossed before it is told
   * @param sweepMillis how often to look at every item with a threshold, changed or not
   */
  public record Thresholds(int settleMillis, int sweepMillis) {
    public Thresholds {
      require(
          settleMillis >= 0 && settleMillis <= 3_600_000,
          "thresholds.settleMillis must be 0 to 3600000");
      require(
          sweepMillis >= 100 && sweepMillis <= 86_400_000,
          "thresholds.sweepMillis must be 100 to 86400000");
    }
  }
}
