package tradecounter.order;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tradecounter.engine.canonical.DocumentName;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Departure;

/**
 * With which document of an order what leaves a source is asked for: what leaves locations with one
 * for the ERP, what leaves a supplier with one of its own. Not thread-safe.
 */
final class Routing {
  private final String order;
  private final boolean first;
  private int last;
  private final Map<String, String> documentOf = new LinkedHashMap<>();
  private final Map<String, SourceKey> sourceOf = new LinkedHashMap<>();

  private Routing(String order, boolean first, int last) {
    this.order = order;
    this.first = first;
    this.last = last;
  }

  /** Of a new order: the ERP's document has the order's own name. */
  static Routing ofNew(String order) {
    return new Routing(order, true, 0);
  }

  /** Of an order that has documents: further ones beside them. */
  static Routing ofMore(String order, Collection<String> documents) {
    int last = documents.stream().mapToInt(DocumentName::number).max().orElse(0);
    return new Routing(order, false, last);
  }

  /** The name of the document for the source. */
  String document(SourceKey source) {
    boolean location = source.kind() == Kind.LOCATION;
    String document =
        documentOf.computeIfAbsent(
            location ? "" : source.key(),
            _ -> first && location ? order : DocumentName.numbered(order, ++last));
    sourceOf.putIfAbsent(document, source);
    return document;
  }

  /** The documents by name, with a source of each. */
  Map<String, SourceKey> documents() {
    return Collections.unmodifiableMap(sourceOf);
  }

  /** What leaves one source on one day is one part, whether it was held or not. */
  static List<Departure> merged(List<Departure> departures) {
    Map<Departure, Long> quantities = new LinkedHashMap<>();
    for (Departure departure : departures) {
      quantities.merge(
          new Departure(
              departure.item(), departure.source(), departure.onDay(), departure.arrivesOnDay(), 0),
          departure.quantity(),
          Long::sum);
    }
    return quantities.entrySet().stream()
        .map(
            one ->
                new Departure(
                    one.getKey().item(),
                    one.getKey().source(),
                    one.getKey().onDay(),
                    one.getKey().arrivesOnDay(),
                    one.getValue()))
        .toList();
  }
}
