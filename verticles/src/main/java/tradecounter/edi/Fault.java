package tradecounter.edi;

/**
 * What may be wrong with an interchange, and how its sender is told: by the code lists of X12 (716,
 * 618: IK304; 723, 621: IK403; 718: AK502; 716: AK905; I18: TA105) and of EDIFACT (0085).
 */
public enum Fault {
  SEGMENT_UNEXPECTED("edi-segment-unexpected", "2", "", "5", "", "024", "15"),
  SEGMENT_MISSING("edi-segment-missing", "3", "", "5", "", "024", "13"),
  ELEMENT_MISSING("edi-element-missing", "8", "1", "5", "", "024", "13"),
  ELEMENT_UNEXPECTED("edi-element-unexpected", "8", "3", "5", "", "024", "16"),
  ELEMENT_TOO_SHORT("edi-element-length", "8", "4", "5", "", "024", "40"),
  ELEMENT_TOO_LONG("edi-element-length", "8", "5", "5", "", "024", "39"),
  CHARACTER("edi-character", "8", "6", "5", "", "024", "21"),
  VALUE("edi-value", "8", "7", "5", "", "024", "12"),
  DATE("edi-date", "8", "8", "5", "", "014", "12"),
  TIME("edi-time", "8", "9", "5", "", "015", "12"),
  HIERARCHY("edi-hierarchy", "8", "7", "5", "", "024", "12"),
  TRAILER_MISSING("edi-trailer-missing", "", "", "2", "3", "022", "13"),
  CONTROL_NUMBER("edi-control-number", "", "", "3", "4", "001", "28"),
  COUNT("edi-count", "", "", "4", "5", "021", "29"),
  HEADER("edi-header", "", "", "", "", "022", "12"),
  SYNTAX("edi-syntax", "", "", "", "", "022", "18"),
  CHARACTER_SET("edi-character-set", "", "", "", "", "002", "2"),
  TRUNCATED("edi-truncated", "", "", "2", "3", "023", "13"),
  TOO_LARGE("edi-too-large", "", "", "5", "", "024", "35"),
  DUPLICATE("edi-duplicate", "", "", "", "", "025", "26"),
  /** It can be read, but its content was refused. */
  REFUSED("edi-refused", "8", "", "5", "", "024", "12");

  private final String code;
  private final String inSegment;
  private final String inElement;
  private final String inTransaction;
  private final String inGroup;
  private final String inInterchange;
  private final String inEdifact;

  Fault(
      String code,
      String inSegment,
      String inElement,
      String inTransaction,
      String inGroup,
      String inInterchange,
      String inEdifact) {
    this.code = code;
    this.inSegment = inSegment;
    this.inElement = inElement;
    this.inTransaction = inTransaction;
    this.inGroup = inGroup;
    this.inInterchange = inInterchange;
    this.inEdifact = inEdifact;
  }

  /** By its code; {@link #SYNTAX} if there is none. */
  static Fault of(String code) {
    for (Fault fault : values()) {
      if (fault.code.equals(code)) {
        return fault;
      }
    }
    return SYNTAX;
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** AK304 or IK304; empty if it is not one of a segment. */
  String inSegment() {
    return inSegment;
  }

  /** AK403 or IK403; empty if it is not one of an element. */
  String inElement() {
    return inElement;
  }

  /** AK502 or IK502; empty if there is none. */
  String inTransaction() {
    return inTransaction;
  }

  /** AK905; empty if there is none. */
  String inGroup() {
    return inGroup;
  }

  /** TA105. */
  String inInterchange() {
    return inInterchange;
  }

  /** 0085 of UCI, UCM, UCS and UCD. */
  String inEdifact() {
    return inEdifact;
  }
}
