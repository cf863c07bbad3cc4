package tradecounter.edi;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tradecounter.format.UnreadableException;

/** UNB, and UNA before it, if the delimiters are not the usual ones. */
final class EdifactHeader {
  private static final Delimiters USUAL = new Delimiters('+', ':', '*', '?', '.', '\'');

  /** By 0001. */
  private static final Map<String, Charset> CHARSETS =
      Map.ofEntries(
          Map.entry("UNOA", StandardCharsets.US_ASCII),
          Map.entry("UNOB", StandardCharsets.US_ASCII),
          Map.entry("UNOC", StandardCharsets.ISO_8859_1),
          Map.entry("UNOD", Charset.forName("ISO-8859-2")),
          Map.entry("UNOE", Charset.forName("ISO-8859-5")),
          Map.entry("UNOF", Charset.forName("ISO-8859-7")),
          Map.entry("UNOG", Charset.forName("ISO-8859-3")),
          Map.entry("UNOH", Charset.forName("ISO-8859-4")),
          Map.entry("UNOI", Charset.forName("ISO-8859-6")),
          Map.entry("UNOJ", Charset.forName("ISO-8859-8")),
          Map.entry("UNOK", Charset.forName("ISO-8859-9")),
          Map.entry("UNOW", StandardCharsets.UTF_8),
          Map.entry("UNOY", StandardCharsets.UTF_8));

  private final EdiSource source;
  private final long line;

  private EdifactHeader(EdiSource source) {
    this.source = source;
    this.line = source.line();
  }

  /** Reads it; the source stands before it. */
  static EdiHeader read(EdiSource source) throws IOException, UnreadableException {
    return new EdifactHeader(source).read();
  }

  private EdiHeader read() throws IOException, UnreadableException {
    String tag = characters(3);
    Delimiters delimiters = USUAL;
    String advice = "";
    String before = tag;
    if (tag.equals("UNA")) {
      String punctuation = characters(6);
      advice = tag + punctuation;
      delimiters = advised(punctuation);
      before = "";
      if (!source.skipBlank()) {
        throw unreadable(Fault.TRUNCATED, "It ends after UNA.");
      }
    } else if (!tag.equals("UNB")) {
      throw unreadable(Fault.HEADER, "It does not begin with UNA or UNB: is it EDIFACT?");
    }
    source.punctuate(delimiters, StandardCharsets.ISO_8859_1);
    RawSegment segment =
        source.next().orElseThrow(() -> unreadable(Fault.TRUNCATED, "It ends before UNB."));
    String unb = before + new String(segment.bytes(), StandardCharsets.ISO_8859_1);
    if (!segment.complete()) {
      throw unreadable(Fault.TRUNCATED, "It ends in the middle of UNB.");
    }
    if (!unb.startsWith("UNB" + delimiters.element())) {
      throw unreadable(Fault.HEADER, "UNB does not follow UNA.");
    }
    return header(advice, unb, delimiters);
  }

  private EdiHeader header(String advice, String unb, Delimiters advised) {
    List<List<String>> elements = elements(unb, advised);
    String version = text(elements, 1, 2);
    boolean repeats = version.startsWith("4") && advised.repetition() != ' ';
    Delimiters delimiters =
        new Delimiters(
            advised.element(),
            advised.component(),
            repeats ? advised.repetition() : Delimiters.NONE,
            advised.release(),
            advised.decimal(),
            advised.terminator());
    List<EdiError> errors = new ArrayList<>();
    Optional<Charset> charset = Optional.ofNullable(CHARSETS.get(text(elements, 1, 1)));
    if (charset.isEmpty()) {
      errors.add(
          error(
              Fault.CHARACTER_SET,
              1,
              text(elements, 1, 1),
              "Its characters are none of " + CHARSETS.keySet().stream().sorted().toList() + "."));
    }
    if (!version.matches("[1-4]")) {
      errors.add(error(Fault.HEADER, 1, version, "Its version of the syntax is none of 1 to 4."));
    }
    for (int element : new int[] {2, 3, 4, 5}) {
      if (text(elements, element, 1).isEmpty()) {
        errors.add(error(Fault.HEADER, element, "", "UNB%02d is missing.".formatted(element)));
      }
    }
    String known =
        "UNA"
            + delimiters.component()
            + delimiters.element()
            + delimiters.decimal()
            + (delimiters.release() == Delimiters.NONE ? ' ' : delimiters.release())
            + (repeats ? delimiters.repetition() : EdiHeader.UNUSED)
            + delimiters.terminator()
            + unb
            + delimiters.terminator();
    String end = EdiHeader.end(delimiters);
    String raw =
        (advice.isEmpty() ? "" : advice + (delimiters.endsWithLine() ? "" : "\n")) + unb + end;
    return new EdiHeader(
        new InterchangeHeader(
            Standard.EDIFACT,
            text(elements, 2, 1),
            text(elements, 2, 2),
            text(elements, 3, 1),
            text(elements, 3, 2),
            text(elements, 5, 1),
            text(elements, 4, 1),
            text(elements, 4, 2),
            text(elements, 1, 1) + ":" + version,
            text(elements, 11, 1).equals("1"),
            text(elements, 9, 1).equals("1"),
            delimiters),
        charset.orElse(StandardCharsets.US_ASCII),
        raw.getBytes(StandardCharsets.ISO_8859_1),
        known.getBytes(StandardCharsets.UTF_8),
        version,
        line,
        errors);
  }

  private Delimiters advised(String punctuation) throws UnreadableException {
    char release = punctuation.charAt(3);
    char terminator = punctuation.charAt(5);
    Delimiters advised =
        new Delimiters(
            punctuation.charAt(1),
            punctuation.charAt(0),
            punctuation.charAt(4),
            release == ' ' ? Delimiters.NONE : release,
            punctuation.charAt(2),
            terminator == '\r' ? '\n' : terminator);
    boolean distinct =
        advised.element() != advised.component()
            && advised.element() != advised.release()
            && advised.component() != advised.release()
            && advised.terminator() != advised.element()
            && advised.terminator() != advised.component()
            && advised.terminator() != advised.release();
    if (!distinct
        || punctuation.chars().anyMatch(c -> c >= 0x7F || Character.isLetterOrDigit(c))
        || advised.element() == ' '
        || advised.component() == ' '
        || advised.terminator() == ' ') {
      throw unreadable(Fault.HEADER, "UNA does not name the delimiters.");
    }
    return advised;
  }

  private String characters(int count) throws IOException, UnreadableException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int next = source.read();
      if (next < 0) {
        throw unreadable(Fault.TRUNCATED, "It ends in the middle of its header.");
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** The elements of a segment, each with its components. */
  static List<List<String>> elements(String segment, Delimiters delimiters) {
    List<List<String>> elements = new ArrayList<>();
    List<String> components = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < segment.length(); i++) {
      char next = segment.charAt(i);
      if (next == delimiters.release() && next != Delimiters.NONE && i + 1 < segment.length()) {
        text.append(segment.charAt(++i));
      } else if (next == delimiters.element() || next == delimiters.component()) {
        components.add(text.toString());
        text.setLength(0);
        if (next == delimiters.element()) {
          elements.add(components);
          components = new ArrayList<>();
        }
      } else {
        text.append(next);
      }
    }
    components.add(text.toString());
    elements.add(components);
    return elements;
  }

  private static String text(List<List<String>> elements, int element, int component) {
    if (element >= elements.size() || component > elements.get(element).size()) {
      return "";
    }
    return elements.get(element).get(component - 1).strip();
  }

  private EdiError error(Fault fault, int element, String found, String detail) {
    return new EdiError(fault, 1, "UNB", element, 0, found, detail, line);
  }

  private UnreadableException unreadable(Fault fault, String detail) {
    return new UnreadableException(fault.code(), detail, "line " + line);
  }
}
