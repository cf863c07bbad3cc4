package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * An order or purchase order that exists, whether or not anybody was told.
 *
 * @param number the ERP's or the supplier's own
 * @param idempotencyKey of the request that made it; empty if it had none
 * @param body of that request
 */
public record Committed(
    Face face,
    String number,
    String externalReference,
    String idempotencyKey,
    String account,
    List<Position> positions,
    String body,
    Instant committedAt,
    OrderStatus status) {

  Committed with(OrderStatus other) {
    return new Committed(
        face,
        number,
        externalReference,
        idempotencyKey,
        account,
        positions,
        body,
        committedAt,
        other);
  }

  /** As a look-up shows it. */
  ObjectNode json() {
    return JsonTrees.object()
        .put(face.numberField(), number)
        .put("externalReference", externalReference)
        .put("status", status.name())
        .put("createdAt", committedAt.toString());
  }
}
