package tradecounter.configuration;

import static tradecounter.configuration.ConfigurationException.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/**
 * Those who are told by HTTP.
 *
 * @param parallel deliveries at once to one endpoint, by one node
 * @param retryMillis the longest wait before each further attempt; after the last, a person has to
 *     see to it
 * @param keepFailedMillis so long what could not be delivered is kept
 */
public record WebhookConfiguration(
    List<Endpoint> endpoints,
    int connectMillis,
    int timeoutMillis,
    int parallel,
    List<Long> retryMillis,
    long keepFailedMillis) {
  public WebhookConfiguration {
    endpoints = List.copyOf(endpoints);
    retryMillis = List.copyOf(retryMillis);
    require(
        endpoints.stream().map(Endpoint::name).distinct().count() == endpoints.size(),
        "webhooks.endpoints names an endpoint twice");
    require(
        connectMillis >= 10 && connectMillis <= 60_000,
        "webhooks.connectMillis must be 10 to 60000");
    require(
        timeoutMillis >= 100 && timeoutMillis <= 120_000,
        "webhooks.timeoutMillis must be 100 to 120000");
    require(parallel >= 1 && parallel <= 64, "webhooks.parallel must be 1 to 64");
    require(retryMillis.size() <= 100, "webhooks.retryMillis must have at most 100 waits");
    require(
        retryMillis.stream().allMatch(wait -> wait >= 1 && wait <= 604_800_000),
        "webhooks.retryMillis must be 1 to 604800000 (a week) each");
    require(
        keepFailedMillis > retryMillis.stream().mapToLong(Long::longValue).sum(),
        "webhooks.keepFailedMillis must be more than all of webhooks.retryMillis");
  }

  /**
   * One who is told.
   *
   * @param secretFiles each with a secret {@code whsec_…} in Base64: requests are signed with all
   * @param types such as {@code order}, {@code order.shipped}, {@code exception}; empty for all
   * @param customers whose events; empty for all, and for those that are for the house
   */
  public record Endpoint(
      String name,
      String url,
      List<String> secretFiles,
      List<String> types,
      List<String> customers) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public Endpoint {
      secretFiles = List.copyOf(secretFiles);
      types = List.copyOf(types);
      customers = List.copyOf(customers);
      require(
          name.matches(TargetConfiguration.NAME),
          "webhooks.endpoints: '" + name + "' is not a name such as 'crm'");
      require(
          isAddress(url),
          "webhooks.endpoints: url of " + name + " must be an address with https, or on this host");
      require(
          !secretFiles.isEmpty() && secretFiles.stream().noneMatch(String::isBlank),
          "webhooks.endpoints: secretFiles of " + name + " must name a file");
      for (String type : types) {
        require(
            type.matches("[a-z-]+(\\.[a-z-]+)*"),
            "webhooks.endpoints: '" + type + "' is not a type such as 'order.shipped'");
      }
    }

    private static boolean isAddress(String url) {
      try {
        URI address = new URI(url);
        String host = String.valueOf(address.getHost());
        return address.getHost() != null
            && address.getUserInfo() == null
            && address.getFragment() == null
            && ("https".equals(address.getScheme())
                || ("http".equals(address.getScheme()) && LOOPBACK.contains(host)));
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }
}
