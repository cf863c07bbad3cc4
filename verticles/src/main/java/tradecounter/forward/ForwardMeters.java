package tradecounter.forward;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import tradecounter.engine.forward.Forward.State;
import tradecounter.forward.ForwardStore.Count;

/** What is measured of forwards. Gauges show the last count, which a node takes now and then. */
final class ForwardMeters {
  private final MeterRegistry registry;
  private volatile List<Count> counts = List.of();

  ForwardMeters(MeterRegistry registry, ForwardStore store, List<Target> targets) {
    this.registry = registry;
    for (Target target : targets) {
      watch(target);
    }
    FunctionCounter.builder("tradecounter.forward.fenced", store, ForwardStore::fenced)
        .description("Answers of this node that came after somebody else had taken over")
        .register(registry);
  }

  private void watch(Target target) {
    for (State state : List.of(State.DUE, State.SENDING, State.UNKNOWN, State.UNRESOLVED)) {
      Gauge.builder(
              "tradecounter.forward.open",
              this,
              meters ->
                  meters.counts.stream()
                      .filter(
                          count -> count.target().equals(target.name()) && count.state() == state)
                      .mapToDouble(Count::forwards)
                      .sum())
          .description("Forwards that are not over, by state")
          .tag("target", target.name())
          .tag("state", state.name())
          .register(registry);
    }
    Gauge.builder(
            "tradecounter.forward.oldest.seconds",
            this,
            meters ->
                meters.counts.stream()
                    .filter(count -> count.target().equals(target.name()))
                    .mapToDouble(Count::oldestSeconds)
                    .max()
                    .orElse(0))
        .description("How long the oldest forward that is not over has waited")
        .tag("target", target.name())
        .register(registry);
    Gauge.builder(
            "tradecounter.forward.breaker.closed",
            target.breaker(),
            breaker ->
                switch (breaker.getState()) {
                  case CLOSED, DISABLED, METRICS_ONLY -> 1;
                  case OPEN, FORCED_OPEN, HALF_OPEN -> 0;
                })
        .description("1 while the target is spoken with, 0 while it is left in peace")
        .tag("target", target.name())
        .register(registry);
  }

  void counted(List<Count> now) {
    counts = List.copyOf(now);
  }

  /** One attempt or look-up is over. */
  void answered(Target target, String outcome) {
    registry
        .counter("tradecounter.forward.attempts", "target", target.name(), "outcome", outcome)
        .increment();
  }
}
