package tradecounter.loadtest.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.embedded.Ports;
import tradecounter.loadtest.sandbox.FeedClient;

/**
 * One embedded Tradecounter for a test class: a fresh folder below {@code target/embedded}, free
 * ports. Start it in a {@code @BeforeAll}, close it in an {@code @AfterAll}.
 */
public final class EmbeddedFixture implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFixture.class);

  private final EmbeddedTradecounter embedded;
  private final FeedClient feeds;

  private EmbeddedFixture(EmbeddedTradecounter embedded) {
    this.embedded = embedded;
    this.feeds = new FeedClient(embedded.service(), () -> token("feeds:write", ""));
  }

  /**
   * Starts it.
   *
   * @param name of the folder, one for each test class
   */
  public static EmbeddedFixture start(String name) {
    return start(name, Map.of(), LOG::info);
  }

  /**
   * Starts it with other settings than usual.
   *
   * @param environment such as {@code TRADECOUNTER_LIMITS_LINES}
   * @param progress told one line a step
   */
  public static EmbeddedFixture start(
      String name, Map<String, String> environment, Consumer<String> progress) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("TRADECOUNTER_HTTP_PORT", String.valueOf(Ports.free()));
    all.putIfAbsent("TRADECOUNTER_MANAGEMENT_PORT", String.valueOf(Ports.free()));
    all.putIfAbsent("TRADECOUNTER_SANDBOX_PORT", String.valueOf(Ports.free()));
    return new EmbeddedFixture(
        EmbeddedTradecounter.start(
            new EmbeddedTradecounter.Options(
                Path.of("target", "embedded", name).toAbsolutePath(), true, all),
            progress));
  }

  /** To tell the demo world, for instance. */
  public EmbeddedTradecounter tradecounter() {
    return embedded;
  }

  public URI service() {
    return embedded.service();
  }

  public URI management() {
    return embedded.management();
  }

  /** Pushes to its feeds; one thread at a time. */
  public FeedClient feeds() {
    return feeds;
  }

  /**
   * A signed token.
   *
   * @param scopes with blanks between
   * @param customer empty for none
   */
  public String token(String scopes, String customer) {
    return embedded.token(scopes, customer);
  }

  @Override
  public void close() {
    feeds.close();
    embedded.close();
  }
}
