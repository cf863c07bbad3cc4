package tradecounter.edi;

import java.nio.charset.Charset;
import java.util.List;

/**
 * How an interchange begins.
 *
 * @param raw the header as it stands in the delivery, with what defines its delimiters, each
 *     segment with its terminator and a new line
 * @param forLibrary the same for StAEDI, with delimiters that it takes for such
 * @param errors what makes it unreadable; then the facts are as far as they could be read
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
record EdiHeader(
    InterchangeHeader facts,
    Charset charset,
    byte[] raw,
    byte[] forLibrary,
    String libraryVersion,
    long line,
    List<EdiError> errors) {

  /** What ends a segment when it is written again: readable where that is allowed. */
  static String end(Delimiters delimiters) {
    return delimiters.endsWithLine() ? "\n" : delimiters.terminator() + "\n";
  }

  /** Stands where a delimiter has to, and is found nowhere. */
  static final char UNUSED = '\u001D';
}
