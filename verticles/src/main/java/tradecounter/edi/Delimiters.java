package tradecounter.edi;

import io.xlate.edi.stream.EDIStreamConstants;
import java.util.HashMap;
import java.util.Map;

/**
 * What an interchange is punctuated with.
 *
 * @param repetition {@link #NONE} if nothing can be repeated
 * @param release takes the next character for itself; {@link #NONE} in X12
 * @param terminator a line feed if segments end with the line, however the line ends
 */
public record Delimiters(
    char element, char component, char repetition, char release, char decimal, char terminator) {
  static final char NONE = '\0';

  /** Whether they can be told from data and from each other. */
  boolean areUsable() {
    return isPunctuation(element)
        && isPunctuation(component)
        && isPunctuation(terminator)
        && element != component
        && element != terminator
        && component != terminator;
  }

  static boolean isPunctuation(char character) {
    return !Character.isLetterOrDigit(character)
        && character != ' '
        && character != '\u00A0'
        && character != NONE;
  }

  boolean endsWithLine() {
    return terminator == '\n';
  }

  boolean contains(char character) {
    return character == element
        || character == component
        || character == terminator
        || (character != NONE && (character == repetition || character == release));
  }

  /** As the properties of StAEDI's writer. */
  Map<String, Character> forWriter() {
    Map<String, Character> delimiters = new HashMap<>();
    delimiters.put(EDIStreamConstants.Delimiters.SEGMENT, terminator);
    delimiters.put(EDIStreamConstants.Delimiters.DATA_ELEMENT, element);
    delimiters.put(EDIStreamConstants.Delimiters.COMPONENT_ELEMENT, component);
    if (repetition != NONE) {
      delimiters.put(EDIStreamConstants.Delimiters.REPETITION, repetition);
    }
    if (release != NONE) {
      delimiters.put(EDIStreamConstants.Delimiters.RELEASE, release);
      delimiters.put(EDIStreamConstants.Delimiters.DECIMAL, decimal);
    }
    return Map.copyOf(delimiters);
  }
}
