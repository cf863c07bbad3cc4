package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every event must look like: the envelope, the fields of its type, the feed that owns it. */
public final class EventShapes {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private static final Set<String> ENVELOPE =
      Set.of("specversion", "id", "source", "type", "subject", "time", "sequence", "data");

  /** The fields that events.md names, inner ones after a dot. */
  private static final Map<String, Set<String>> FIELDS =
      Stream.of(
              """
              item: item description category policy dropShipEligible baseUom quantityDecimals uoms \
              uoms.uom uoms.numerator uoms.denominator uoms.decimals sellable taxCategory components \
              components.item components.quantity components.optional components.stocked \
              quantityRules quantityRules.minimum quantityRules.maximum quantityRules.multiple \
              substitutes substitutes.item substitutes.kind substitutes.rank horizonDays
              """,
              "location: location name kind timeZone workingDays holidays cutOff status",
              """
              network: network match match.channels match.regions match.customerGroups \
              match.customers priority sources sources.location sources.supplier sources.rank \
              sources.transitDays sourcing deliveryDays deliveryHolidays
              """,
              "outage: outage location from to reason",
              """
              protection: protection item category channel customerGroup minimum maximum validFrom \
              validTo
              """,
              "threshold: threshold item category low",
              "position.set: item location onHand allocated blocked safetyStock",
              "position.adjusted: item location onHand allocated blocked reason orderLine",
              "receipt: receipt item location quantity received expectedOn kind supplier status",
              "demand: demand item location quantity dueOn orderLine status",
              "commitment: supplier item quantity leadTimeDays asOf validUntil minimumOrder",
              """
              customer: customer name parent groups groups.group groups.priority lists currency \
              channel priceStrategy terms terms.paymentTerms terms.creditLimit terms.openBalance \
              terms.blocked tax tax.status tax.exemptions \
              tax.exemptions.jurisdiction tax.exemptions.certificate tax.exemptions.validFrom \
              tax.exemptions.validTo shipTos shipTos.shipTo shipTos.region \
              shipTos.country shipTos.postalCode shipTos.jurisdiction shipComplete status
              """,
              """
              price-list: list currency kind groups customers channels priority validFrom validTo \
              merge promotions derivedFrom derivedFrom.list derivedFrom.discountPercent \
              derivedFrom.roundTo derivedFrom.surcharge derivedFrom.minimumMarginPercent \
              derivedFrom.maximumMarginPercent
              """,
              """
              price: list item uom breaks breaks.minimum breaks.amount priceUnit breakGroup validFrom \
              validTo
              """,
              """
              contract-price: contract customer buyingGroup item category uom currency breaks breaks.minimum \
              breaks.amount discountPercent priceUnit priority breakGroup promotions validFrom validTo
              """,
              """
              promotion: promotion description scope scope.items scope.categories scope.customers \
              scope.customerGroups scope.channels effect effect.percent effect.amount effect.fixed \
              effect.buy effect.get stacking priority minimumQuantity uom currency validFrom validTo
              """,
              "tax-rate: jurisdiction taxCategory percent validFrom validTo",
              "exchange-rate: from to rate validFrom",
              "cost: item location amount currency validFrom")
          .map(line -> line.strip().split(": ", 2))
          .collect(
              Collectors.toMap(parts -> parts[0], parts -> Set.of(parts[1].strip().split(" +"))));

  private EventShapes() {}

  /** The event as JSON, after everything about it has been checked. */
  public static JsonNode checked(FeedEvent event) {
    JsonNode json;
    try {
      json = JSON.readTree(event.json());
    } catch (IOException e) {
      throw new UncheckedIOException(event.toString(), e);
    }
    if (!wellShaped(event, json)) {
      // Only in the case of a failure: these messages take longer than all the checks.
      assertThat(names(json)).as(event.toString()).isEqualTo(ENVELOPE);
      assertThat(paths("", json.get("data"))).as(event.toString()).isSubsetOf(known(json));
      assertThat(event.feed()).as(event.toString()).isEqualTo(owner(json));
      throw new AssertionError("not on one line, or no number as sequence: " + event);
    }
    return json;
  }

  /** The object that an event is about, for example {@code price-list}. */
  public static String object(JsonNode event) {
    String type = event.get("type").asText();
    return type.substring("tradecounter.".length(), type.length() - ".v1".length());
  }

  private static boolean wellShaped(FeedEvent event, JsonNode json) {
    boolean oneLine = true;
    for (byte b : event.json()) {
      oneLine &= b != '\n';
    }
    return oneLine
        && names(json).equals(ENVELOPE)
        && json.get("sequence").asText().matches("[1-9][0-9]*")
        && known(json).containsAll(paths("", json.get("data")))
        && event.feed().equals(owner(json));
  }

  private static Set<String> known(JsonNode json) {
    return FIELDS.getOrDefault(object(json), Set.of());
  }

  /** As the default configuration has it. */
  private static String owner(JsonNode json) {
    JsonNode data = json.get("data");
    return switch (object(json)) {
      case "commitment" -> "supplier";
      case "position.adjusted", "outage" -> "wms";
      case "position.set" -> ofPosition(data.has("onHand"), data.has("allocated"));
      case "receipt" -> data.path("kind").asText().equals("ASN") ? "supplier" : "erp";
      default -> "erp";
    };
  }

  private static String ofPosition(boolean onHand, boolean allocated) {
    return onHand && allocated ? "logistics" : onHand ? "erp" : "wms";
  }

  private static Set<String> names(JsonNode json) {
    return json.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  private static Set<String> paths(String prefix, JsonNode node) {
    Set<String> paths = new TreeSet<>();
    if (node.isArray()) {
      node.forEach(element -> paths.addAll(paths(prefix, element)));
    }
    node.properties()
        .forEach(
            field -> {
              paths.add(prefix + field.getKey());
              paths.addAll(paths(prefix + field.getKey() + ".", field.getValue()));
            });
    return paths;
  }
}
