package tradecounter.forward;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import tradecounter.configuration.TargetConfiguration;
import tradecounter.engine.forward.ForwardPolicy;
import tradecounter.store.Database;

/**
 * An ERP or a supplier as this node deals with it.
 *
 * @param ordered whether forwards of one sequence key go one after the other
 * @param answerWithinMillis so long after it took a document it may say nothing; 0 if for ever
 * @param breaker open, nothing is claimed: forwards stay as they are, and nothing is lost
 */
public record Target(
    String name,
    ForwardPolicy policy,
    boolean ordered,
    int parallel,
    int leaseMillis,
    long answerWithinMillis,
    CircuitBreaker breaker,
    ErpAdapter adapter) {

  /**
   * As its file says.
   *
   * @param database has the numbers of what is sent as X12
   */
  public static Target of(TargetConfiguration configuration, Database database) {
    ErpAdapter adapter =
        switch (configuration.adapter()) {
          case TargetConfiguration.Rest rest -> new RestAdapter(rest, configuration.erpClass());
          case TargetConfiguration.Session session -> new SessionAdapter(session);
          case TargetConfiguration.Folder folder -> new FileAdapter(folder);
          case TargetConfiguration.X12File x12 -> new X12FileAdapter(x12, database);
        };
    return new Target(
        configuration.target(),
        configuration.policy(),
        configuration.ordered(),
        configuration.parallel(),
        configuration.leaseMillis(),
        configuration.answerWithinMillis(),
        breaker(configuration),
        adapter);
  }

  private static CircuitBreaker breaker(TargetConfiguration configuration) {
    TargetConfiguration.Breaker breaker = configuration.breaker();
    return CircuitBreaker.of(
        configuration.target(),
        CircuitBreakerConfig.custom()
            .slidingWindowSize(breaker.calls())
            .minimumNumberOfCalls(breaker.calls())
            .failureRateThreshold(breaker.failurePercent())
            .waitDurationInOpenState(Duration.ofMillis(breaker.openMillis()))
            .permittedNumberOfCallsInHalfOpenState(Math.min(3, configuration.parallel()))
            .build());
  }
}
