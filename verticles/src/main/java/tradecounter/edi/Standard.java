package tradecounter.edi;

/** Of electronic data interchange. The segments that make its envelopes. */
public enum Standard {
  X12("ISA", "IEA", "GS", "GE", "ST", "SE"),
  EDIFACT("UNB", "UNZ", "UNG", "UNE", "UNH", "UNT");

  private final String interchange;
  private final String interchangeEnd;
  private final String group;
  private final String groupEnd;
  private final String transaction;
  private final String transactionEnd;

  Standard(
      String interchange,
      String interchangeEnd,
      String group,
      String groupEnd,
      String transaction,
      String transactionEnd) {
    this.interchange = interchange;
    this.interchangeEnd = interchangeEnd;
    this.group = group;
    this.groupEnd = groupEnd;
    this.transaction = transaction;
    this.transactionEnd = transactionEnd;
  }

  String interchange() {
    return interchange;
  }

  String interchangeEnd() {
    return interchangeEnd;
  }

  String group() {
    return group;
  }

  String groupEnd() {
    return groupEnd;
  }

  String transaction() {
    return transaction;
  }

  String transactionEnd() {
    return transactionEnd;
  }

  boolean isEnvelope(String tag) {
    return tag.equals(interchange)
        || tag.equals(interchangeEnd)
        || tag.equals(group)
        || tag.equals(groupEnd)
        || tag.equals(transaction)
        || tag.equals(transactionEnd);
  }
}
