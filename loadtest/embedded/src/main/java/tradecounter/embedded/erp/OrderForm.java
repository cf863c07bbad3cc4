package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The body of a create, as far as an ERP looks at it. What is missing is empty. */
record OrderForm(String externalReference, String account, List<Position> positions, String body) {
  static OrderForm read(String body) {
    JsonNode form = JsonTrees.read(body).orElseGet(JsonTrees::object);
    List<Position> positions = new ArrayList<>();
    for (JsonNode position : form.path("positions")) {
      JsonNode quantity = position.path("qty");
      positions.add(
          new Position(
              text(position, "id"),
              text(position, "sku"),
              quantity.isNumber() ? quantity.decimalValue() : BigDecimal.ZERO,
              text(position, "warehouse"),
              text(position, "price"),
              text(position, "currency")));
    }
    return new OrderForm(
        text(form, "externalReference"), text(form, "account"), List.copyOf(positions), body);
  }

  /** Why no ERP would take it. */
  Optional<String> problem() {
    if (externalReference.isBlank()) {
      return Optional.of("externalReference is missing");
    }
    if (account.isBlank()) {
      return Optional.of("account is missing");
    }
    if (positions.isEmpty()) {
      return Optional.of("there are no positions");
    }
    Set<String> ids = new HashSet<>();
    for (Position position : positions) {
      if (position.id().isBlank() || position.sku().isBlank()) {
        return Optional.of("a position lacks id or sku");
      }
      if (position.quantity().signum() <= 0) {
        return Optional.of("the qty of position " + position.id() + " is not a positive number");
      }
      if (!ids.add(position.id())) {
        return Optional.of("position " + position.id() + " is there twice");
      }
    }
    return Optional.empty();
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asText("");
  }
}
