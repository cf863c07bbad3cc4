package tradecounter.edi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
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
 * TA1, 997 and 999. The interchange itself is answered by TA1 if its sender asked for that, or if
 * it is what is wrong: then nothing is said of its groups. Acknowledgements are not acknowledged.
 */
final class X12Acknowledgement {
  private static final String ACKNOWLEDGEMENTS = "FA";
  private static final String IMPLEMENTATION = "005010X231A1";

  /** Since then dates have their century. */
  private static final String OLDEST_GROUP = "004010";

  private static final int MOST_CODES = 5;
  private static final int LONGEST_COPY = 99;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{9}");
  private static final Pattern DATE = Pattern.compile("[0-9]{6}");
  private static final Pattern TIME = Pattern.compile("[0-9]{4}");
  private static final Pattern NAME = Pattern.compile("[!-~][ -~]{0,14}");
  private static final Pattern VERSION = Pattern.compile("[0-9]{5}");
  private static final Pattern GROUP_VERSION = Pattern.compile("[0-9]{6}[0-9A-Z]{0,6}");

  private final X12Format.Acknowledge by;
  private final Verdict verdict;
  private final InterchangeHeader header;

  private X12Acknowledgement(X12Format.Acknowledge by, Verdict verdict) {
    this.by = by;
    this.verdict = verdict;
    this.header = verdict.interchange().header();
  }

  /** For all of a delivery, one interchange each. */
  static byte[] write(
      Connection connection, String key, X12Format format, List<Verdict> verdicts, Instant now)
      throws SQLException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < verdicts.size(); i++) {
      all.writeBytes(
          new X12Acknowledgement(format.acknowledge(), verdicts.get(i))
              .write(connection, key + "/" + i, Charset.forName(format.encoding()), now));
    }
    return all.toByteArray();
  }

  private byte[] write(Connection connection, String key, Charset charset, Instant now)
      throws SQLException {
    boolean ofInterchange = !verdict.error().isEmpty() || header.acknowledge();
    List<Group> groups =
        verdict.error().isEmpty()
            ? verdict.interchange().groups().stream()
                .filter(group -> !group.functional().equals(ACKNOWLEDGEMENTS))
                .toList()
            : List.of();
    if (!answerable() || (!ofInterchange && groups.isEmpty())) {
      return new byte[0];
    }
    Pair pair =
        new Pair(
            header.receiverQualifier() + ":" + header.receiver(),
            header.senderQualifier() + ":" + header.sender());
    Allocated number = ControlNumbers.of(connection, Kind.INTERCHANGE, pair, key, now);
    EdiWriter writer = new EdiWriter(Standard.X12, header.version(), header.delimiters(), charset);
    writer.interchangeHeader(
        new X12Envelope(
                /* senderQualifier= */ header.receiverQualifier(),
                /* sender= */ header.receiver(),
                /* receiverQualifier= */ header.senderQualifier(),
                /* receiver= */ header.sender(),
                header.version(),
                header.test(),
                false,
                header.delimiters(),
                number.nineDigits(),
                number.at())
            .interchangeHeader());
    if (ofInterchange) {
      writer.segment(
          "TA1",
          header.controlNumber(),
          header.date(),
          header.time(),
          verdict.error().isEmpty() ? "A" : "R",
          verdict.error().isEmpty() ? "000" : verdict.error().getFirst().fault().inInterchange());
    }
    for (int i = 0; i < groups.size(); i++) {
      Allocated group = ControlNumbers.of(connection, Kind.GROUP, pair, key + "/" + i, number.at());
      write(writer, groups.get(i), group);
    }
    writer.segment("IEA", String.valueOf(groups.size()), number.nineDigits());
    return writer.end();
  }

  /** What cannot be addressed or referred to cannot be answered. */
  private boolean answerable() {
    return header.delimiters().areUsable()
        && NAME.matcher(header.sender()).matches()
        && NAME.matcher(header.receiver()).matches()
        && header.senderQualifier().length() == 2
        && header.receiverQualifier().length() == 2
        && NUMBER.matcher(header.controlNumber()).matches()
        && DATE.matcher(header.date()).matches()
        && TIME.matcher(header.time()).matches()
        && VERSION.matcher(header.version()).matches();
  }

  private void write(EdiWriter writer, Group group, Allocated number) {
    boolean implementation = by == X12Format.Acknowledge.IMPLEMENTATION;
    String groupNumber = String.valueOf(number.number());
    writer.segment(
        "GS",
        ACKNOWLEDGEMENTS,
        group.receiver().isBlank() ? header.receiver() : group.receiver(),
        group.sender().isBlank() ? header.sender() : group.sender(),
        X12Envelope.date(number.at()),
        X12Envelope.time(number.at()),
        groupNumber,
        "X",
        version(group, implementation));
    int segments = 2;
    if (implementation) {
      writer.segment("ST", by.text(), "0001", IMPLEMENTATION);
      writer.segment("AK1", group.functional(), group.controlNumber(), group.version());
    } else {
      writer.segment("ST", by.text(), "0001");
      writer.segment("AK1", group.functional(), group.controlNumber());
    }
    for (Transaction transaction : group.transactions()) {
      segments += write(writer, transaction);
    }
    List<Object> end = new ArrayList<>();
    int transactions = group.transactions().size();
    end.add(verdict.accepted() ? "A" : "R");
    end.add(String.valueOf(transactions));
    end.add(String.valueOf(transactions));
    end.add(verdict.accepted() ? String.valueOf(transactions) : "0");
    end.addAll(codes(group.errors().stream().map(error -> error.fault().inGroup()).toList()));
    writer.segment("AK9", end);
    writer.segment("SE", String.valueOf(segments + 2), "0001");
    writer.segment("GE", "1", groupNumber);
  }

  private static String version(Group group, boolean implementation) {
    if (implementation) {
      return IMPLEMENTATION;
    }
    boolean known =
        GROUP_VERSION.matcher(group.version()).matches()
            && group.version().compareTo(OLDEST_GROUP) >= 0;
    return known ? group.version() : OLDEST_GROUP;
  }

  /** So many segments. */
  private int write(EdiWriter writer, Transaction transaction) {
    boolean implementation = by == X12Format.Acknowledge.IMPLEMENTATION;
    writer.segment(
        "AK2",
        transaction.type(),
        transaction.controlNumber(),
        implementation ? transaction.version() : "");
    int segments = 2;
    List<EdiError> errors = verdict.errors(transaction);
    Map<Long, List<EdiError>> bySegment = new LinkedHashMap<>();
    for (EdiError error : errors) {
      if (error.segment() > 0 && !error.fault().inSegment().isEmpty()) {
        bySegment.computeIfAbsent(error.segment(), _ -> new ArrayList<>()).add(error);
      }
    }
    for (Map.Entry<Long, List<EdiError>> segment : bySegment.entrySet()) {
      segments += write(writer, segment.getKey(), segment.getValue());
    }
    List<Object> end = new ArrayList<>();
    end.add(verdict.accepted() ? "A" : "R");
    end.addAll(codes(errors.stream().map(error -> error.fault().inTransaction()).toList()));
    writer.segment(implementation ? "IK5" : "AK5", end);
    return segments;
  }

  private int write(EdiWriter writer, long position, List<EdiError> errors) {
    String prefix = by == X12Format.Acknowledge.IMPLEMENTATION ? "IK" : "AK";
    EdiError first = errors.getFirst();
    writer.segment(
        prefix + "3", first.tag(), String.valueOf(position), "", first.fault().inSegment());
    int segments = 1;
    for (EdiError error : errors) {
      if (error.element() > 0 && !error.fault().inElement().isEmpty()) {
        writer.segment(
            prefix + "4",
            error.component() > 0
                ? List.of(String.valueOf(error.element()), String.valueOf(error.component()))
                : String.valueOf(error.element()),
            "",
            error.fault().inElement(),
            copy(error.found()));
        segments++;
      }
    }
    return segments;
  }

  private static String copy(String found) {
    return found.length() > LONGEST_COPY ? found.substring(0, LONGEST_COPY) : found;
  }

  private static List<String> codes(List<String> all) {
    return all.stream().filter(code -> !code.isEmpty()).distinct().limit(MOST_CODES).toList();
  }
}
