package tradecounter.edi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A group while it is read. */
final class GroupReading {
  final @Nullable EdiSegment header;
  final List<EdiError> errors = new ArrayList<>();
  private final List<Transaction> transactions = new ArrayList<>();
  @Nullable TransactionReading open;

  /**
   * @param header absent if its transactions stand in no group
   */
  GroupReading(@Nullable EdiSegment header) {
    this.header = header;
  }

  void close(TransactionReading transaction) {
    transactions.add(transaction.found());
    open = null;
  }

  String functional() {
    return element(1);
  }

  String sender() {
    return element(2);
  }

  String receiver() {
    return element(3);
  }

  String controlNumber() {
    return header == null || header.tag().equals("GS") ? element(6) : element(5);
  }

  private String version() {
    if (header == null || header.tag().equals("GS")) {
      return element(8);
    }
    return header.component(7, 1) + ":" + header.component(7, 2);
  }

  private String element(int position) {
    return header == null ? "" : header.element(position);
  }

  Map<String, Object> value() {
    Map<String, Object> value = new LinkedHashMap<>();
    EdiValues.put(value, "functional", functional());
    EdiValues.put(value, "sender", sender());
    EdiValues.put(value, "receiver", receiver());
    EdiValues.put(value, "controlNumber", controlNumber());
    EdiValues.put(value, "version", version());
    return value;
  }

  Group found() {
    List<Transaction> all = new ArrayList<>(transactions);
    if (open != null) {
      all.add(open.found());
    }
    return new Group(
        header != null,
        functional(),
        sender(),
        receiver(),
        controlNumber(),
        version(),
        all,
        errors);
  }
}
