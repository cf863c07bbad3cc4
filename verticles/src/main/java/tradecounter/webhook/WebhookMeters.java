package tradecounter.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tradecounter.webhook.WebhookStore.Standing;

/** What is measured of deliveries. Gauges show the last count, which a node takes now and then. */
final class WebhookMeters {
  private final MeterRegistry registry;
  private volatile List<Standing> standings = List.of();

  WebhookMeters(MeterRegistry registry, List<Endpoint> endpoints) {
    this.registry = registry;
    for (Endpoint endpoint : endpoints) {
      gauge(endpoint, "pending", Standing::pending, "Events that the endpoint is still to get");
      gauge(endpoint, "failed", Standing::failed, "Events that it did not take in any attempt");
      gauge(
          endpoint,
          "oldest.seconds",
          Standing::oldestSeconds,
          "How long the oldest event has waited for the endpoint");
      gauge(
          endpoint,
          "disabled",
          standing -> standing.disabled() ? 1 : 0,
          "1 while nothing is sent to the endpoint, as it said that it is gone");
    }
  }

  private void gauge(
      Endpoint endpoint, String name, ToDoubleFunction<Standing> value, String description) {
    Gauge.builder(
            "tradecounter.webhook." + name,
            this,
            meters ->
                meters.standings.stream()
                    .filter(standing -> standing.endpoint().equals(endpoint.name()))
                    .mapToDouble(value)
                    .sum())
        .description(description)
        .tag("endpoint", endpoint.name())
        .register(registry);
  }

  void counted(List<Standing> now) {
    standings = List.copyOf(now);
  }

  /** One attempt is over. */
  void answered(String endpoint, Reply reply) {
    registry
        .counter("tradecounter.webhook.attempts", "endpoint", endpoint, "outcome", reply.outcome())
        .increment();
  }
}
