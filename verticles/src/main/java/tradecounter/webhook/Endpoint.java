package tradecounter.webhook;

import java.net.URI;
import java.util.List;
import java.util.Set;
import tradecounter.configuration.WebhookConfiguration;

/**
 * One who is told.
 *
 * @param types what of; empty for everything
 * @param customers whose; empty for all, and for what is for the house
 */
record Endpoint(
    String name, URI url, WebhookSecrets secrets, List<String> types, Set<String> customers) {
  private static final String PREFIX = "tradecounter.";

  /** As it is configured; reads its secrets, blocking. */
  static Endpoint of(WebhookConfiguration.Endpoint configuration) {
    return new Endpoint(
        configuration.name(),
        URI.create(configuration.url()),
        WebhookSecrets.read(configuration.name(), configuration.secretFiles()),
        configuration.types(),
        Set.copyOf(configuration.customers()));
  }

  /**
   * Whether it is to get an event.
   *
   * @param type such as {@code tradecounter.order.shipped.v1}
   * @param customer whose; empty if it is for the house
   */
  boolean wants(String type, String customer) {
    return (customers.isEmpty() || customers.contains(customer))
        && (types.isEmpty()
            || types.stream().anyMatch(wanted -> type.startsWith(PREFIX + wanted + ".")));
  }
}
