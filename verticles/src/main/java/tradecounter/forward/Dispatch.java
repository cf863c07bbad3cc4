package tradecounter.forward;

import tradecounter.engine.forward.Forward;

/**
 * A forward with what it carries, as Postgres has it.
 *
 * @param document JSON, canonical
 */
public record Dispatch(Forward forward, String orderId, String target, String document) {
  public String forwardId() {
    return forward.forward();
  }
}
