package tradecounter.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.Mapping;
import tradecounter.configuration.Mapping.UnfitException;
import tradecounter.configuration.MappingFunctions;
import tradecounter.decode.Decoded;
import tradecounter.format.SourceRecord;
import tradecounter.json.JsonTree;

/**
 * From the records of one feed to canonical events, as its file says. A record is taken as a whole
 * or not at all. Any thread; a mapping may take its time, so not on an event loop unless {@link
 * #isCanonical}.
 *
 * <p>A mapping sees the record, and as variables {@code $header}, what stands around the record,
 * and {@code $delivery}, with {@code feed}, {@code name}, {@code time} and {@code place}. It gives
 * {@code {"type", "data"}}, with {@code id}, {@code subject}, {@code sequence} and {@code time}
 * where it knows better than its feed's file.
 */
public final class Translation {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String PREFIX = "tradecounter.";
  private static final String SUFFIX = ".v1";
  private static final Set<String> FIELDS =
      Set.of("type", "data", "id", "subject", "sequence", "time");

  /** So many events one record may say. */
  private static final int MOST_EVENTS = Origins.MOST_EVENTS_OF_A_RECORD;

  private static final String ADJUSTED = "position.adjusted";

  private final FeedConfiguration configuration;
  private final String source;

  public Translation(FeedConfiguration configuration) {
    this.configuration = configuration;
    this.source = "/feeds/" + configuration.feed();
  }

  /** Whether its records are canonical events already. */
  public boolean isCanonical() {
    return !configuration.mapping().isGiven();
  }

  /** What the record says. */
  public Translated translate(SourceRecord record, Delivered delivered) {
    return switch (record.content()) {
      case SourceRecord.Content.Malformed malformed ->
          refused(malformed.code(), malformed.detail());
      case SourceRecord.Content.Read _ when isCanonical() ->
          new Translated.Events(List.of(record.raw()));
      case SourceRecord.Content.Read read -> {
        try {
          yield mapped(record, read.value(), delivered);
        } catch (UnfitException e) {
          yield refused("mapping-failed", e.detail());
        } catch (IllegalArgumentException e) {
          yield refused("mapping-failed", String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private static Translated refused(String code, String detail) {
    return new Translated.Refused(new Decoded.Refused(code, detail, "", ""));
  }

  private Translated mapped(SourceRecord record, Object value, Delivered delivered)
      throws UnfitException {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("feed", configuration.feed());
    about.put("name", delivered.name());
    about.put("place", record.place());
    delivered.time().ifPresent(time -> about.put("time", time.toString()));
    Map<String, Object> variables = Map.of("header", record.header(), "delivery", about);
    Mapping mapping = configuration.mapping();
    Object said = mapping.apply(value, variables).orElse(List.of());
    List<?> events = said instanceof List<?> list ? list : List.of(said);
    if (events.size() > MOST_EVENTS) {
      throw mapping.unfit(
          "it gives " + events.size() + " events for one record, at most " + MOST_EVENTS);
    }
    if (events.isEmpty()) {
      return new Translated.Events(List.of());
    }
    Common common = common(record, value, delivered, variables);
    List<byte[]> written = new ArrayList<>(events.size());
    for (Object event : events) {
      if (!(event instanceof Map<?, ?> fields)) {
        throw mapping.unfit(
            "it gives " + shown(event) + ", not events such as {\"type\": …, \"data\": {…}}");
      }
      String id = events.size() == 1 ? common.id() : common.id() + "/" + written.size();
      written.add(event(fields, id, common, delivered));
    }
    return new Translated.Events(written);
  }

  /** What all events of a record share if they do not say otherwise. */
  private record Common(String id, Optional<String> sequence, Optional<String> time) {}

  private Common common(
      SourceRecord record, Object value, Delivered delivered, Map<String, Object> variables)
      throws UnfitException {
    FeedConfiguration.Ordering ordering = configuration.ordering();
    Optional<String> sequence = ordering.sequence().apply(value, variables).flatMap(JsonTree::text);
    Optional<String> time =
        ordering
            .time()
            .apply(value, variables)
            .flatMap(JsonTree::text)
            .map(
                text -> MappingFunctions.instant(text, ordering.timePattern(), ordering.timeZone()))
            .or(delivered::time)
            .map(Instant::toString);
    return new Common(delivered.id() + "/" + record.number(), sequence, time);
  }

  private byte[] event(Map<?, ?> fields, String id, Common common, Delivered delivered)
      throws UnfitException {
    for (Object field : fields.keySet()) {
      if (!FIELDS.contains(String.valueOf(field))) {
        throw configuration
            .mapping()
            .unfit("it gives a field '" + field + "'; an event has only " + FIELDS);
      }
    }
    String type = text(fields, "type").orElse("");
    if (type.isEmpty() || !(fields.get("data") instanceof Map<?, ?> content)) {
      throw configuration
          .mapping()
          .unfit("it gives " + shown(fields) + ", which lacks a type, or data that is an object");
    }
    Optional<String> ownId = text(fields, "id");
    boolean adjusts = type.equals(ADJUSTED) || type.equals(PREFIX + ADJUSTED + SUFFIX);
    if (ownId.isEmpty() && !delivered.again() && adjusts) {
      throw configuration
          .mapping()
          .unfit(
              "an adjustment that is posted needs an id of its source's, or the same one sent again"
                  + " would count twice");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField(
          "id",
          ownId.orElse(
              adjusts ? delivered.original() + id.substring(delivered.id().length()) : id));
      json.writeStringField("source", source);
      json.writeStringField("type", type.startsWith(PREFIX) ? type : PREFIX + type + SUFFIX);
      write(json, "subject", text(fields, "subject"));
      write(json, "time", text(fields, "time").or(common::time));
      write(json, "sequence", text(fields, "sequence").or(common::sequence));
      json.writeFieldName("data");
      write(json, content);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  private static Optional<String> text(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    return value == null ? Optional.empty() : JsonTree.text(value);
  }

  private static void write(JsonGenerator json, String field, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get());
    }
  }

  /** As it is; a field that is nothing is left out, as in JSONata. */
  private void write(JsonGenerator json, @Nullable Object value)
      throws IOException, UnfitException {
    switch (value) {
      case null -> json.writeNull();
      case Map<?, ?> fields -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          json.writeFieldName(String.valueOf(field.getKey()));
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case String text -> json.writeString(text);
      case Boolean truth -> json.writeBoolean(truth);
      case Double number -> json.writeNumber(exact(number));
      case BigDecimal number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.toString());
      default ->
          throw configuration.mapping().unfit("it gives " + shown(value) + ", which is no JSON");
    }
  }

  /** JSONata calculates in binary floating point; whole numbers and short decimals survive that. */
  private BigDecimal exact(double number) throws UnfitException {
    if (!Double.isFinite(number)) {
      throw configuration.mapping().unfit("it gives the number " + number);
    }
    BigDecimal decimal = BigDecimal.valueOf(number);
    return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
  }

  private static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
