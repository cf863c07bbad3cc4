package tradecounter.edi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a record that could be read was not taken.
 *
 * @param code stable, for programs
 * @param detail one sentence for the sender
 * @param place of the record, as {@link EdiReader} gave it; or anything else, if it is not known
 */
public record Refusal(String code, String detail, String place) {
  private static final Pattern SEGMENT =
      Pattern.compile("segment ([1-9][0-9]{0,9}) \\(([A-Z0-9]{2,3})\\)");

  EdiError error() {
    Matcher segment = SEGMENT.matcher(place);
    return segment.find()
        ? EdiError.ofSegment(
            Fault.REFUSED, Long.parseLong(segment.group(1)), segment.group(2), detail, 0)
        : EdiError.ofSegment(Fault.REFUSED, 0, "", detail, 0);
  }
}
