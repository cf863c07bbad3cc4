package tradecounter.edi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tradecounter.edi.ControlNumbers.Allocated;
import tradecounter.edi.ControlNumbers.Kind;
import tradecounter.edi.ControlNumbers.Pair;

/**
 * CONTRL: the interchange is taken (7), refused as such (4), or each of its messages is refused.
 * Acknowledgements are not acknowledged.
 */
final class EdifactAcknowledgement {
  private static final String ACKNOWLEDGEMENT = "CONTRL";
  private static final String TAKEN = "7";
  private static final String REFUSED = "4";
  private static final String UNSPECIFIED = "18";
  private static final Pattern COLON = Pattern.compile(":");
  private static final Pattern SYNTAX = Pattern.compile("(UNO[A-KWY]):([1-4])");

  private final Verdict verdict;
  private final InterchangeHeader header;
  private int segments = 1;

  private EdifactAcknowledgement(Verdict verdict) {
    this.verdict = verdict;
    this.header = verdict.interchange().header();
  }

  /** For all of a delivery, one interchange each. */
  static byte[] write(Connection connection, String key, List<Verdict> verdicts, Instant now)
      throws SQLException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < verdicts.size(); i++) {
      all.writeBytes(
          new EdifactAcknowledgement(verdicts.get(i)).write(connection, key + "/" + i, now));
    }
    return all.toByteArray();
  }

  private byte[] write(Connection connection, String key, Instant now) throws SQLException {
    if (header.sender().isEmpty()
        || header.receiver().isEmpty()
        || header.controlNumber().isEmpty()
        || onlyAcknowledgements()) {
      return new byte[0];
    }
    Pair pair =
        new Pair(
            header.receiverQualifier() + ":" + header.receiver(),
            header.senderQualifier() + ":" + header.sender());
    Allocated number = ControlNumbers.of(connection, Kind.INTERCHANGE, pair, key, now);
    boolean known = SYNTAX.matcher(header.version()).matches();
    List<String> syntax = known ? List.of(COLON.split(header.version(), -1)) : List.of("UNOA", "3");
    EdiWriter writer =
        new EdiWriter(
            Standard.EDIFACT, syntax.get(1), header.delimiters(), StandardCharsets.US_ASCII);
    String reference = String.valueOf(number.number());
    List<Object> unb = new ArrayList<>();
    unb.add(syntax);
    unb.add(party(header.receiver(), header.receiverQualifier()));
    unb.add(party(header.sender(), header.senderQualifier()));
    unb.add(List.of(X12Envelope.shortDate(number.at()), X12Envelope.time(number.at())));
    unb.add(reference);
    if (header.test()) {
      unb.addAll(List.of("", "", "", "", "", "1"));
    }
    writer.segment("UNB", unb);
    writer.segment("UNH", "1", List.of(ACKNOWLEDGEMENT, "D", "3", "UN"));
    content(writer);
    writer.segment("UNT", String.valueOf(segments + 1), "1");
    writer.segment("UNZ", "1", reference);
    return writer.end();
  }

  private boolean onlyAcknowledgements() {
    List<Transaction> all =
        verdict.interchange().groups().stream()
            .flatMap(group -> group.transactions().stream())
            .toList();
    return !all.isEmpty()
        && all.stream().allMatch(message -> message.type().equals(ACKNOWLEDGEMENT));
  }

  private static List<String> party(String id, String qualifier) {
    return qualifier.isEmpty() ? List.of(id) : List.of(id, qualifier);
  }

  private void content(EdiWriter writer) {
    List<Object> uci = new ArrayList<>();
    uci.add(header.controlNumber());
    uci.add(party(header.sender(), header.senderQualifier()));
    uci.add(party(header.receiver(), header.receiverQualifier()));
    if (!verdict.error().isEmpty()) {
      uci.add(REFUSED);
      uci.add(verdict.error().getFirst().fault().inEdifact());
    } else {
      uci.add(TAKEN);
    }
    write(writer, "UCI", uci);
    if (!verdict.error().isEmpty() || verdict.accepted()) {
      return;
    }
    for (Group group : verdict.interchange().groups()) {
      if (group.header()) {
        List<Object> ucf = new ArrayList<>();
        ucf.addAll(
            List.of(
                group.controlNumber(),
                party(group.sender(), ""),
                party(group.receiver(), ""),
                group.errors().isEmpty() ? TAKEN : REFUSED));
        if (!group.errors().isEmpty()) {
          ucf.add(group.errors().getFirst().fault().inEdifact());
        }
        write(writer, "UCF", ucf);
        if (!group.errors().isEmpty()) {
          continue;
        }
      }
      group.transactions().forEach(message -> refuse(writer, message));
    }
  }

  private void refuse(EdiWriter writer, Transaction message) {
    List<EdiError> errors = verdict.errors(message);
    List<String> identifier = new ArrayList<>();
    identifier.add(message.type());
    identifier.addAll(List.of(COLON.split(message.version(), -1)));
    write(
        writer,
        "UCM",
        List.of(
            message.controlNumber(),
            identifier,
            REFUSED,
            errors.stream()
                .filter(error -> error.segment() == 0 || error.fault().inSegment().isEmpty())
                .findFirst()
                .map(error -> error.fault().inEdifact())
                .orElse(errors.isEmpty() ? UNSPECIFIED : "")));
    Map<Long, List<EdiError>> bySegment = new LinkedHashMap<>();
    for (EdiError error : errors) {
      if (error.segment() > 0 && !error.fault().inSegment().isEmpty()) {
        bySegment.computeIfAbsent(error.segment(), _ -> new ArrayList<>()).add(error);
      }
    }
    bySegment.forEach((position, found) -> refuse(writer, position, found));
  }

  private void refuse(EdiWriter writer, long position, List<EdiError> errors) {
    boolean ofElement = errors.getFirst().element() > 0;
    write(
        writer,
        "UCS",
        ofElement
            ? List.of(String.valueOf(position))
            : List.of(String.valueOf(position), errors.getFirst().fault().inEdifact()));
    for (EdiError error : errors) {
      if (error.element() > 0) {
        // 0098 counts the tag as the first.
        String element = String.valueOf(error.element() + 1);
        write(
            writer,
            "UCD",
            List.of(
                error.fault().inEdifact(),
                error.component() > 0
                    ? List.of(element, String.valueOf(error.component()))
                    : List.of(element)));
      }
    }
  }

  private void write(EdiWriter writer, String tag, List<?> elements) {
    writer.segment(tag, elements);
    segments++;
  }
}
