package tradecounter.edi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The segments of one interchange as text: for StAEDI, and put together again for people. */
final class EdiText {
  private final EdiHeader header;
  private final Delimiters delimiters;
  private final byte[] terminator;
  private final byte[] end;

  /**
   * @param valid whether all of it are characters that a segment may have; the others are blank
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on at once.
  record Decoded(byte[] forLibrary, boolean valid) {}

  EdiText(EdiHeader header) {
    this.header = header;
    this.delimiters = header.facts().delimiters();
    this.terminator = String.valueOf(delimiters.terminator()).getBytes(StandardCharsets.UTF_8);
    this.end = EdiHeader.end(delimiters).getBytes(header.charset());
  }

  Decoded decode(byte[] segment) {
    if (plain(segment)) {
      return new Decoded(terminated(segment), true);
    }
    char[] characters = new String(segment, header.charset()).toCharArray();
    boolean valid = true;
    for (int i = 0; i < characters.length; i++) {
      char next = characters[i];
      if ((next < ' ' || next == 0x7F || next == '\uFFFD' || next == EdiHeader.UNUSED)
          && !delimiters.contains(next)) {
        characters[i] = ' ';
        valid = false;
      }
    }
    return new Decoded(terminated(new String(characters).getBytes(StandardCharsets.UTF_8)), valid);
  }

  private static boolean plain(byte[] segment) {
    for (byte next : segment) {
      if (next < ' ' || next == 0x7F) {
        return false;
      }
    }
    return true;
  }

  private byte[] terminated(byte[] segment) {
    byte[] bytes = new byte[segment.length + terminator.length];
    System.arraycopy(segment, 0, bytes, 0, segment.length);
    System.arraycopy(terminator, 0, bytes, segment.length, terminator.length);
    return bytes;
  }

  /** What ends a segment in {@link #alone}. */
  byte[] end() {
    return end.clone();
  }

  /** A segment of simple elements. */
  byte[] segment(String tag, String... elements) {
    StringBuilder segment = new StringBuilder(tag);
    for (String element : elements) {
      segment.append(delimiters.element());
      for (int i = 0; i < element.length(); i++) {
        char next = element.charAt(i);
        if (delimiters.release() != Delimiters.NONE && delimiters.contains(next)) {
          segment.append(delimiters.release());
        }
        segment.append(next);
      }
    }
    return segment.append(EdiHeader.end(delimiters)).toString().getBytes(header.charset());
  }

  /**
   * An interchange that has nothing but these segments, whose counts are right: what a person may
   * mend, and can be read like the whole.
   */
  byte[] alone(GroupReading group, TransactionReading transaction, List<RawSegment> segments) {
    Standard standard = header.facts().standard();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header.raw());
    EdiSegment groupHeader = group.header;
    if (groupHeader != null) {
      write(bytes, groupHeader.raw());
    }
    write(bytes, transaction.header.raw());
    for (RawSegment segment : segments) {
      write(bytes, segment);
    }
    bytes.writeBytes(
        segment(
            standard.transactionEnd(),
            String.valueOf(segments.size() + 2),
            transaction.controlNumber()));
    if (groupHeader != null) {
      bytes.writeBytes(segment(standard.groupEnd(), "1", group.controlNumber()));
    }
    bytes.writeBytes(segment(standard.interchangeEnd(), "1", header.facts().controlNumber()));
    return bytes.toByteArray();
  }

  private void write(ByteArrayOutputStream bytes, RawSegment segment) {
    bytes.writeBytes(segment.bytes());
    bytes.writeBytes(end);
  }
}
