package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Faults as JSON. Only {@code fault} must be there; of {@code nth}, {@code next} and {@code
 * percent} at most one.
 *
 * <pre>
 *   [{"fault":"DELAY","operation":"CREATE","face":"ORDERS","externalReference":"O-7",
 *     "next":3, "nth":2, "percent":30, "seed":1, "millis":500, "code":"CREDIT_LIMIT"}]
 * </pre>
 */
final class FaultsText {
  private static final Set<String> FIELDS =
      Set.of(
          "fault",
          "operation",
          "face",
          "externalReference",
          "nth",
          "next",
          "percent",
          "seed",
          "millis",
          "code");

  private FaultsText() {}

  /**
   * @throws IllegalArgumentException with what is wrong
   */
  static List<Fault> read(JsonNode list) {
    if (!list.isArray()) {
      throw new IllegalArgumentException("a list of faults is needed");
    }
    List<Fault> faults = new ArrayList<>();
    list.forEach(fault -> faults.add(fault(fault)));
    return List.copyOf(faults);
  }

  private static Fault fault(JsonNode json) {
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("a fault has no field " + field);
              }
            });
    if (Stream.of("nth", "next", "percent").filter(json::has).count() > 1) {
      throw new IllegalArgumentException("of nth, next and percent at most one");
    }
    Fault fault =
        Fault.of(
            text(json, "fault")
                .map(name -> named(FaultKind.class, name))
                .orElseThrow(() -> new IllegalArgumentException("fault is missing")));
    fault =
        text(json, "operation")
            .map(name -> named(Operation.class, name))
            .map(fault::on)
            .orElse(fault);
    fault = text(json, "face").map(name -> named(Face.class, name)).map(fault::at).orElse(fault);
    fault = text(json, "externalReference").map(fault::with).orElse(fault);
    fault = text(json, "code").map(fault::code).orElse(fault);
    fault = number(json, "millis").map(fault::millis).orElse(fault);
    fault = number(json, "nth").map(fault::nth).orElse(fault);
    fault = number(json, "next").map(fault::next).orElse(fault);
    Optional<Long> percent = number(json, "percent");
    return percent.isPresent()
        ? fault.percent(Math.toIntExact(percent.get()), number(json, "seed").orElse(0L))
        : fault;
  }

  static ArrayNode json(List<Fault> faults) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Fault fault : faults) {
      ObjectNode json =
          list.addObject()
              .put("fault", fault.kind().name())
              .put("operation", fault.operation().name());
      fault.face().ifPresent(face -> json.put("face", face.name()));
      fault.externalReference().ifPresent(text -> json.put("externalReference", text));
      switch (fault.times()) {
        case Fault.Times.Always() -> {}
        case Fault.Times.Nth(long n) -> json.put("nth", n);
        case Fault.Times.Next(long n) -> json.put("next", n);
        case Fault.Times.Percent(int percent, long seed) ->
            json.put("percent", percent).put("seed", seed);
      }
      json.put("millis", fault.millis()).put("code", fault.code());
    }
    return list;
  }

  /** A word for one of the values. */
  static <E extends Enum<E>> E named(Class<E> type, String name) {
    return Stream.of(type.getEnumConstants())
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    type.getSimpleName().toLowerCase(Locale.ROOT) + " " + name + " is unknown"));
  }

  static Optional<String> text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is not a text");
    }
    return Optional.of(value.asText());
  }

  static Optional<Long> number(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException(field + " is not a whole number");
    }
    return Optional.of(value.asLong());
  }
}
