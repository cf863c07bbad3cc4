package tradecounter.edi;

import io.xlate.edi.stream.EDIStreamValidationError;
import java.util.Optional;
import java.util.Set;
import tradecounter.edi.LibraryReader.Complaint;

/** What StAEDI finds wrong with an envelope, as a fault of ours. */
final class Complaints {
  /** Of any length, whatever the standard says: partners agree upon them. */
  private static final Set<String> NAMES = Set.of("GS02", "GS03");

  private Complaints() {}

  /** Empty if it is to be lived with. */
  static Optional<EdiError> error(Complaint complaint, EdiSegment segment) {
    Fault fault = fault(complaint.error());
    String place = "%s%02d".formatted(segment.tag(), complaint.element());
    boolean length = fault == Fault.ELEMENT_TOO_SHORT || fault == Fault.ELEMENT_TOO_LONG;
    if (fault == Fault.REFUSED || (length && NAMES.contains(place))) {
      return Optional.empty();
    }
    boolean ofSegment = complaint.element() == 0;
    String found = complaint.found().isEmpty() ? "" : ", which is '" + complaint.found() + "'";
    return Optional.of(
        new EdiError(
            fault,
            segment.position(),
            ofSegment && !complaint.code().isEmpty() ? complaint.code() : segment.tag(),
            complaint.element(),
            complaint.component(),
            complaint.found(),
            sentence(fault, ofSegment ? segment.tag() + " " + complaint.code() : place)
                + found
                + ".",
            segment.raw().line()));
  }

  private static String sentence(Fault fault, String place) {
    return switch (fault) {
      case SEGMENT_UNEXPECTED -> place + " is not expected here";
      case SEGMENT_MISSING -> "Before " + place + " a mandatory segment is missing";
      case ELEMENT_MISSING -> place + " is missing";
      case ELEMENT_UNEXPECTED -> place + " is not expected";
      case ELEMENT_TOO_SHORT -> place + " is too short";
      case ELEMENT_TOO_LONG -> place + " is too long";
      case CHARACTER -> place + " has characters that it may not have";
      case DATE -> place + " is no date";
      case TIME -> place + " is no time";
      case CONTROL_NUMBER -> place + " is not the control number of the header";
      case COUNT -> place + " is not the number of what there is";
      case VALUE,
          HIERARCHY,
          TRAILER_MISSING,
          HEADER,
          SYNTAX,
          CHARACTER_SET,
          TRUNCATED,
          TOO_LARGE,
          DUPLICATE,
          REFUSED ->
          place + " is not valid";
    };
  }

  private static Fault fault(EDIStreamValidationError error) {
    return switch (error) {
      case NONE -> Fault.REFUSED;
      case UNRECOGNIZED_SEGMENT_ID,
          UNEXPECTED_SEGMENT,
          LOOP_OCCURS_OVER_MAXIMUM_TIMES,
          SEGMENT_EXCEEDS_MAXIMUM_USE,
          SEGMENT_NOT_IN_DEFINED_TRANSACTION_SET,
          SEGMENT_NOT_IN_PROPER_SEQUENCE,
          IMPLEMENTATION_UNUSED_SEGMENT_PRESENT,
          IMPLEMENTATION_DEPENDENT_UNUSED_SEGMENT_PRESENT,
          SEGMENT_EXCLUSION_CONDITION_VIOLATED ->
          Fault.SEGMENT_UNEXPECTED;
      case MANDATORY_SEGMENT_MISSING,
          IMPLEMENTATION_DEPENDENT_SEGMENT_MISSING,
          IMPLEMENTATION_LOOP_OCCURS_UNDER_MINIMUM_TIMES,
          IMPLEMENTATION_SEGMENT_BELOW_MINIMUM_USE,
          CONDITIONAL_REQUIRED_SEGMENT_MISSING ->
          Fault.SEGMENT_MISSING;
      case REQUIRED_DATA_ELEMENT_MISSING,
          CONDITIONAL_REQUIRED_DATA_ELEMENT_MISSING,
          IMPLEMENTATION_DEPENDENT_DATA_ELEMENT_MISSING,
          IMPLEMENTATION_TOO_FEW_REPETITIONS ->
          Fault.ELEMENT_MISSING;
      case TOO_MANY_DATA_ELEMENTS,
          EXCLUSION_CONDITION_VIOLATED,
          TOO_MANY_REPETITIONS,
          TOO_MANY_COMPONENTS,
          IMPLEMENTATION_UNUSED_DATA_ELEMENT_PRESENT,
          IMPLEMENTATION_DEPENDENT_UNUSED_DATA_ELEMENT_PRESENT ->
          Fault.ELEMENT_UNEXPECTED;
      case DATA_ELEMENT_TOO_SHORT -> Fault.ELEMENT_TOO_SHORT;
      case DATA_ELEMENT_TOO_LONG -> Fault.ELEMENT_TOO_LONG;
      case INVALID_CHARACTER_DATA -> Fault.CHARACTER;
      case INVALID_DATE -> Fault.DATE;
      case INVALID_TIME -> Fault.TIME;
      case INVALID_CODE_VALUE,
          IMPLEMENTATION_INVALID_CODE_VALUE,
          IMPLEMENTATION_PATTERN_MATCH_FAILURE,
          SEGMENT_HAS_DATA_ELEMENT_ERRORS ->
          Fault.VALUE;
      case CONTROL_REFERENCE_MISMATCH -> Fault.CONTROL_NUMBER;
      case CONTROL_COUNT_DOES_NOT_MATCH_ACTUAL_COUNT -> Fault.COUNT;
    };
  }
}
