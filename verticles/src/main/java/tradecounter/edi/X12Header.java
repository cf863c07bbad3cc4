package tradecounter.edi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tradecounter.format.UnreadableException;

/** ISA: of fixed width, so that its delimiters can be told by their place. */
final class X12Header {
  private static final byte[] ISA = {'I', 'S', 'A'};
  private static final int[] WIDTHS = {2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1};
  private static final int LONGEST_BYTES = 400;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{5}");

  /** From it on, ISA11 separates repetitions. */
  private static final int REPETITIONS_SINCE = 402;

  private final EdiSource source;
  private final Charset charset;
  private final long line;

  private X12Header(EdiSource source, Charset charset) {
    this.source = source;
    this.charset = charset;
    this.line = source.line();
  }

  /** Reads it; the source stands before it. */
  static EdiHeader read(EdiSource source, Charset charset) throws IOException, UnreadableException {
    return new X12Header(source, charset).read();
  }

  private EdiHeader read() throws IOException, UnreadableException {
    for (byte expected : ISA) {
      if (byteOfHeader() != expected) {
        throw unreadable(Fault.HEADER, "It does not begin with ISA: is it X12?");
      }
    }
    char element = (char) byteOfHeader();
    if (!Delimiters.isPunctuation(element)) {
      throw unreadable(Fault.HEADER, "No element separator follows ISA.");
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int separators = 1; separators <= WIDTHS.length; ) {
      int next = byteOfHeader();
      separators += next == element ? 1 : 0;
      text.write(next);
      if (text.size() > LONGEST_BYTES) {
        throw unreadable(Fault.HEADER, "ISA does not have the 16 elements that it must have.");
      }
    }
    char component = (char) byteOfHeader();
    char terminator = terminator();
    List<String> elements =
        List.of(text.toString(charset).split(Pattern.quote(String.valueOf(element)), -1));
    Delimiters delimiters =
        new Delimiters(element, component, repetition(elements), Delimiters.NONE, '.', terminator);
    List<EdiError> errors = errors(elements);
    if (!delimiters.areUsable()) {
      errors.add(header(16, "ISA is not followed by a component separator and a terminator."));
    }
    String isa = "ISA" + element + text.toString(charset) + component;
    String known =
        isa.substring(0, Math.min(82, isa.length()))
            + (delimiters.repetition() == Delimiters.NONE
                ? EdiHeader.UNUSED
                : delimiters.repetition())
            + isa.substring(Math.min(83, isa.length()))
            + terminator;
    return new EdiHeader(
        facts(elements, delimiters),
        charset,
        (isa + EdiHeader.end(delimiters)).getBytes(charset),
        known.getBytes(StandardCharsets.UTF_8),
        DIGITS.matcher(elements.get(11)).matches() ? elements.get(11) : "00200",
        line,
        errors);
  }

  private int byteOfHeader() throws IOException, UnreadableException {
    int next = source.read();
    if (next < 0) {
      throw unreadable(Fault.TRUNCATED, "It ends in the middle of ISA.");
    }
    return next;
  }

  /** May be of several bytes. */
  private char terminator() throws IOException, UnreadableException {
    int first = byteOfHeader();
    if (first == '\r' || first == '\n') {
      return '\n';
    }
    if (first < 0x80 || !charset.equals(StandardCharsets.UTF_8)) {
      return new String(new byte[] {(byte) first}, charset).charAt(0);
    }
    int more = first >= 0xE0 ? 2 : 1;
    byte[] bytes = new byte[1 + more];
    bytes[0] = (byte) first;
    for (int i = 1; i <= more; i++) {
      bytes[i] = (byte) byteOfHeader();
    }
    String text = new String(bytes, charset);
    if (text.length() != 1 || text.charAt(0) == '\uFFFD') {
      throw unreadable(Fault.HEADER, "The segment terminator is no character of " + charset + ".");
    }
    return text.charAt(0);
  }

  private static char repetition(List<String> elements) {
    String version = elements.get(11);
    String standard = elements.get(10);
    return DIGITS.matcher(version).matches()
            && Integer.parseInt(version) >= REPETITIONS_SINCE
            && standard.length() == 1
            && Delimiters.isPunctuation(standard.charAt(0))
        ? standard.charAt(0)
        : Delimiters.NONE;
  }

  private List<EdiError> errors(List<String> elements) {
    List<EdiError> errors = new ArrayList<>();
    for (int i = 0; i < WIDTHS.length; i++) {
      String text = elements.get(i);
      String name = "ISA%02d".formatted(i + 1);
      if (text.length() != WIDTHS[i]) {
        errors.add(
            header(
                i + 1,
                name + " has " + text.length() + " characters in place of " + WIDTHS[i] + "."));
      } else if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
        errors.add(
            header(i + 1, name + " is padded with, or has, characters other than those of ASCII."));
      }
    }
    return errors;
  }

  private EdiError header(int element, String detail) {
    return new EdiError(Fault.HEADER, 1, "ISA", element, 0, "", detail, line);
  }

  private static InterchangeHeader facts(List<String> elements, Delimiters delimiters) {
    return new InterchangeHeader(
        Standard.X12,
        text(elements, 6),
        text(elements, 5),
        text(elements, 8),
        text(elements, 7),
        text(elements, 13),
        text(elements, 9),
        text(elements, 10),
        text(elements, 12),
        text(elements, 15).equals("T"),
        text(elements, 14).equals("1"),
        delimiters);
  }

  private static String text(List<String> elements, int position) {
    return elements.get(position - 1).replace('\u00A0', ' ').strip();
  }

  private UnreadableException unreadable(Fault fault, String detail) {
    return new UnreadableException(fault.code(), detail, "line " + line);
  }
}
