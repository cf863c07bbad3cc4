package tradecounter.edi;

/**
 * One thing that is wrong.
 *
 * @param segment its position in the transaction, whose header is 1; in the interchange if it is
 *     outside of transactions; 0 if it concerns none
 * @param tag of the segment, or of the one that is missing
 * @param element its position in the segment; 0 if it concerns none
 * @param component its position in the element; 0 if it concerns none
 * @param found what stands there
 * @param detail one sentence for the sender
 * @param line where it stands in the delivery
 */
public record EdiError(
    Fault fault,
    long segment,
    String tag,
    int element,
    int component,
    String found,
    String detail,
    long line) {

  static EdiError ofSegment(Fault fault, long segment, String tag, String detail, long line) {
    return new EdiError(fault, segment, tag, 0, 0, "", detail, line);
  }
}
