package tradecounter.edi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tradecounter.format.Format;
import tradecounter.format.SourceRecord;
import tradecounter.format.SourceRecord.Content;
import tradecounter.format.UnreadableException;

/** What becomes of a delivery. */
record EdiDelivery(
    List<SourceRecord> records,
    List<Interchange> interchanges,
    Optional<UnreadableException> unreadable) {
  static final Format.Limits LIMITS = new Format.Limits(1_000_000, 100);
  static final X12Format X12 = x12(RecordUnit.TRANSACTION);
  static final X12Format X12_LINES = x12(RecordUnit.LINE);
  static final EdifactFormat EDIFACT = edifact(RecordUnit.TRANSACTION);
  static final EdifactFormat EDIFACT_LINES = edifact(RecordUnit.LINE);

  private static X12Format x12(RecordUnit unit) {
    return new X12Format(X12Format.Acknowledge.FUNCTIONAL, "UTF-8", unit, 50_000, Map.of());
  }

  private static EdifactFormat edifact(RecordUnit unit) {
    return new EdifactFormat(EdifactFormat.Acknowledge.CONTRL, unit, 50_000, Map.of());
  }

  static EdiDelivery read(Format format, byte[] bytes) {
    return read(format, bytes, LIMITS);
  }

  static EdiDelivery read(Format format, String text) {
    return read(format, text.getBytes(StandardCharsets.UTF_8));
  }

  static EdiDelivery read(Format format, byte[] bytes, Format.Limits limits) {
    List<SourceRecord> records = new ArrayList<>();
    try (EdiReader reader = (EdiReader) format.open(new ByteArrayInputStream(bytes), limits)) {
      try {
        Optional<SourceRecord> record = reader.next();
        while (record.isPresent()) {
          records.add(record.get());
          record = reader.next();
        }
        return new EdiDelivery(records, reader.interchanges(), Optional.empty());
      } catch (UnreadableException e) {
        return new EdiDelivery(records, reader.interchanges(), Optional.of(e));
      }
    } catch (IOException | UnreadableException e) {
      throw new AssertionError(e);
    }
  }

  /** Nothing is wrong with any of it. */
  boolean acceptable() {
    return unreadable.isEmpty() && interchanges.stream().allMatch(Interchange::acceptable);
  }

  @SuppressWarnings("unchecked") // Records of interchanges are objects.
  Map<String, Object> value(int number) {
    return (Map<String, Object>) ((Content.Read) records.get(number).content()).value();
  }

  List<Object> values() {
    return records.stream().map(record -> ((Content.Read) record.content()).value()).toList();
  }

  /** {@code LIN[0].QTY[1].QTY02} of a value. */
  String at(int number, String path) {
    Object value = value(number);
    // "LIN[0]" ends with an empty step.
    for (String step : List.of(path.split("[.\\[\\]]+", -1))) {
      value =
          step.isEmpty()
              ? value
              : Objects.requireNonNull(
                  value instanceof List<?> list
                      ? list.get(Integer.parseInt(step))
                      : ((Map<?, ?>) value).get(step),
                  step);
    }
    return value.toString();
  }

  /** What is wrong, by code, each once; what it was that could not be read last. */
  String refusal() {
    return Stream.concat(
            interchanges.stream()
                .flatMap(interchange -> interchange.everyError().stream())
                .map(error -> error.fault().code()),
            unreadable.stream().map(UnreadableException::code))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
