package tradecounter.edi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tradecounter.format.Format;

/** A transaction while it is read. */
final class TransactionReading {
  final EdiSegment header;
  final TransactionTree tree;
  final List<EdiError> errors = new ArrayList<>();
  private final Standard standard;
  private final long firstRecord;
  private long records;

  /** Segments so far, its header among them. */
  long position = 1;

  TransactionReading(
      EdiSegment header,
      long firstRecord,
      EdiSettings settings,
      Format.Limits limits,
      InterchangeReading.Errors allErrors) {
    this.header = header;
    this.standard = settings.standard();
    this.firstRecord = firstRecord;
    this.tree =
        new TransactionTree(header, settings, limits, error -> allErrors.add(errors, error));
  }

  void oneMoreRecord() {
    records++;
  }

  String type() {
    return standard == Standard.X12 ? header.element(1) : header.component(2, 1);
  }

  String controlNumber() {
    return standard == Standard.X12 ? header.element(2) : header.element(1);
  }

  private String version() {
    return standard == Standard.X12
        ? header.element(3)
        : IntStream.rangeClosed(2, 4)
            .mapToObj(component -> header.component(2, component))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(":"));
  }

  Map<String, Object> value() {
    Map<String, Object> value = new LinkedHashMap<>();
    EdiValues.put(value, "type", type());
    EdiValues.put(value, "controlNumber", controlNumber());
    EdiValues.put(value, "version", version());
    return value;
  }

  Transaction found() {
    return new Transaction(type(), controlNumber(), version(), firstRecord, records, errors);
  }
}
