package tradecounter.embedded.erp;

import java.time.Instant;
import java.util.Optional;

/**
 * A request that arrived whole.
 *
 * @param number counts from 1, in the order of arrival
 * @param operation empty if the request was turned away before it came to that
 * @param target path and query
 * @param idempotencyKey empty if it has none
 * @param externalReference what it is about; empty if that is not known
 * @param fault what was done to it
 */
public record RecordedRequest(
    long number,
    Instant arrivedAt,
    Optional<Operation> operation,
    String method,
    String target,
    String idempotencyKey,
    String externalReference,
    String body,
    Optional<FaultKind> fault,
    Answer answer) {

  RecordedRequest answered(Answer given) {
    return new RecordedRequest(
        number,
        arrivedAt,
        operation,
        method,
        target,
        idempotencyKey,
        externalReference,
        body,
        fault,
        given);
  }
}
