package tradecounter.edi;

import io.xlate.edi.stream.EDIStreamException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tradecounter.edi.LibraryReader.Complaint;
import tradecounter.format.Format;
import tradecounter.format.SourceRecord;
import tradecounter.format.UnreadableException;

/**
 * One interchange while it is read. StAEDI splits its segments and checks its envelopes; whether
 * they are in each other as they should is checked here, where it can be said which one lacks its
 * end. One thread.
 */
final class InterchangeReading {
  private static final Pattern TAG = Pattern.compile("[A-Z][A-Z0-9]{1,2}");

  private final EdiHeader header;
  private final EdiSource source;
  private final EdiSettings settings;
  private final Format.Limits limits;
  private final Errors allErrors;
  private final Standard standard;
  private final LibraryReader library;
  private final EdiText text;
  private final Map<String, Object> value;
  private final long firstRecord;
  private long nextRecord;
  private final List<Group> groups = new ArrayList<>();
  private final List<EdiError> errors = new ArrayList<>();
  private @Nullable GroupReading group;
  private long position = 1;
  private boolean complete;

  /** So that neither errors nor transactions of a delivery fill the memory. */
  static final class Errors {
    private static final int MOST_ERRORS = 100;

    private final int mostTransactions;
    private int transactions;

    Errors(int mostTransactions) {
      this.mostTransactions = mostTransactions;
    }

    /** The first of an interchange, group or transaction say enough. */
    void add(List<EdiError> errors, EdiError error) {
      if (errors.size() < MOST_ERRORS) {
        errors.add(error);
      }
    }

    void oneMoreTransaction(long line) throws UnreadableException {
      if (++transactions > mostTransactions) {
        throw new UnreadableException(
            Fault.TOO_LARGE.code(),
            "The delivery has more than " + mostTransactions + " groups and transactions.",
            "line " + line);
      }
    }
  }

  InterchangeReading(
      EdiHeader header,
      EdiSource source,
      EdiSettings settings,
      Format.Limits limits,
      Errors allErrors,
      long firstRecord)
      throws EDIStreamException {
    this.header = header;
    this.source = source;
    this.settings = settings;
    this.limits = limits;
    this.allErrors = allErrors;
    this.standard = header.facts().standard();
    this.text = new EdiText(header);
    this.value = header.facts().value();
    this.firstRecord = firstRecord;
    this.nextRecord = firstRecord;
    this.library = new LibraryReader(header);
    EdiSegment begin =
        new EdiSegment(
            new RawSegment(standard.interchange(), new byte[0], header.line(), true), Map.of(), 1);
    complain(begin, errors);
    source.punctuate(header.facts().delimiters(), header.charset());
  }

  Interchange found() {
    List<Group> all = new ArrayList<>(groups);
    if (group != null) {
      all.add(group.found());
    }
    return new Interchange(
        header.facts(), complete, firstRecord, nextRecord - firstRecord, all, errors);
  }

  /** It cannot be read on. */
  void fail(UnreadableException why) {
    EdiError error =
        EdiError.ofSegment(Fault.of(why.code()), position, "", why.detail(), source.line());
    errors.add(error);
    if (group != null) {
      group.errors.add(error);
      if (group.open != null) {
        group.open.errors.add(error);
      }
    }
  }

  /** The next record; empty if the interchange is at its end. */
  Optional<SourceRecord> next() throws IOException, UnreadableException {
    while (!complete) {
      RawSegment raw =
          source
              .next()
              .orElseThrow(
                  () ->
                      unreadable(
                          Fault.TRUNCATED,
                          "The delivery ends before " + standard.interchangeEnd() + "."));
      position++;
      if (!raw.complete() && !raw.tag().equals(standard.interchangeEnd())) {
        throw unreadable(
            Fault.TRUNCATED,
            "The delivery ends in the middle of segment "
                + raw.tag()
                + "; "
                + standard.interchangeEnd()
                + " is missing.");
      }
      if (raw.tag().equals(standard.interchange())) {
        throw unreadable(
            Fault.TRUNCATED,
            "Another interchange begins before " + standard.interchangeEnd() + ".");
      }
      if (!TAG.matcher(raw.tag()).matches()) {
        throw unreadable(Fault.SYNTAX, "'" + raw.tag() + "' is no name of a segment.");
      }
      Optional<SourceRecord> record = take(raw);
      if (record.isPresent()) {
        nextRecord++;
        return record;
      }
    }
    return Optional.empty();
  }

  private Optional<SourceRecord> take(RawSegment raw) throws UnreadableException {
    GroupReading in = group;
    TransactionReading open = in == null ? null : in.open;
    boolean envelope = standard.isEnvelope(raw.tag());
    if (open != null) {
      open.position++;
    }
    EdiSegment segment = parse(raw, open == null ? position : open.position);
    if (!envelope && in != null && open != null) {
      return open.tree.add(segment).map(branch -> record(branch, in, open));
    }
    if (raw.tag().equals(standard.transactionEnd()) && open != null) {
      complain(segment, open.errors);
      return end(segment);
    }
    Optional<SourceRecord> record = Optional.empty();
    if (open != null) {
      missing(open.errors, standard.transactionEnd(), segment);
      record = end(segment);
    }
    if (raw.tag().equals(standard.transaction())) {
      beginTransaction(segment, record.isPresent());
    } else if (raw.tag().equals(standard.group())) {
      endGroup(segment);
      allErrors.oneMoreTransaction(raw.line());
      group = new GroupReading(segment);
      complain(segment, group.errors);
    } else if (raw.tag().equals(standard.groupEnd()) && group != null && group.header != null) {
      complain(segment, group.errors);
      groups.add(group.found());
      group = null;
    } else if (raw.tag().equals(standard.interchangeEnd())) {
      endGroup(segment);
      complain(segment, errors);
      complete = true;
    } else if (raw.tag().equals("TA1") && group == null) {
      complain(segment, errors);
      return Optional.of(interchangeAcknowledgement(segment));
    } else if (!serviceSegment(raw.tag())) {
      library.complaints();
      unexpected(segment);
    }
    return record;
  }

  /** Of the interchange itself; nobody needs them. */
  private boolean serviceSegment(String tag) {
    return group == null
        && standard == Standard.X12
        && (tag.equals("ISB") || tag.equals("ISE") || tag.equals("ISX"));
  }

  private EdiSegment parse(RawSegment raw, long at) throws UnreadableException {
    EdiText.Decoded decoded = text.decode(raw.bytes());
    Map<String, Object> elements;
    try {
      elements = library.elements(raw.tag(), decoded.forLibrary());
    } catch (EDIStreamException | RuntimeException e) {
      // What StAEDI does not expect it may answer with any exception.
      throw unreadable(Fault.SYNTAX, "Segment " + raw.tag() + " cannot be read: " + e.getMessage());
    }
    EdiSegment segment = new EdiSegment(raw, elements, at);
    if (!decoded.valid()) {
      allErrors.add(
          innermostErrors(),
          EdiError.ofSegment(
              Fault.CHARACTER,
              at,
              raw.tag(),
              "Segment "
                  + raw.tag()
                  + " has control characters or is not "
                  + header.charset()
                  + ".",
              raw.line()));
    }
    return segment;
  }

  private List<EdiError> innermostErrors() {
    if (group == null) {
      return errors;
    }
    return group.open == null ? group.errors : group.open.errors;
  }

  private void beginTransaction(EdiSegment segment, boolean recordBefore)
      throws UnreadableException {
    if (group == null) {
      if (standard == Standard.X12) {
        unexpected(segment);
      }
      group = new GroupReading(null);
    }
    allErrors.oneMoreTransaction(segment.raw().line());
    TransactionReading begun =
        new TransactionReading(
            new EdiSegment(segment.raw(), segment.elements(), 1),
            recordBefore ? nextRecord + 1 : nextRecord,
            settings,
            limits,
            allErrors);
    group.open = begun;
    complain(segment, begun.errors);
  }

  private Optional<SourceRecord> end(EdiSegment segment) {
    GroupReading in = group;
    if (in == null || in.open == null) {
      return Optional.empty();
    }
    TransactionReading transaction = in.open;
    Optional<SourceRecord> record =
        transaction.tree.finish(segment).map(branch -> record(branch, in, transaction));
    in.close(transaction);
    return record;
  }

  private void endGroup(EdiSegment segment) {
    if (group != null) {
      if (group.header != null) {
        missing(group.errors, standard.groupEnd(), segment);
      }
      groups.add(group.found());
      group = null;
    }
  }

  private void missing(List<EdiError> into, String tag, EdiSegment before) {
    library.complaints();
    allErrors.add(
        into,
        EdiError.ofSegment(
            Fault.TRAILER_MISSING,
            before.position(),
            tag,
            tag + " is missing before " + before.tag() + ".",
            before.raw().line()));
  }

  private void unexpected(EdiSegment segment) {
    library.complaints();
    allErrors.add(
        group == null ? errors : group.errors,
        EdiError.ofSegment(
            Fault.SEGMENT_UNEXPECTED,
            segment.position(),
            segment.tag(),
            "Segment " + segment.tag() + " does not belong here.",
            segment.raw().line()));
  }

  private void complain(EdiSegment segment, List<EdiError> into) {
    for (Complaint complaint : library.complaints()) {
      Complaints.error(complaint, segment).ifPresent(error -> allErrors.add(into, error));
    }
  }

  private SourceRecord record(
      TransactionTree.Branch branch, GroupReading in, TransactionReading transaction) {
    transaction.oneMoreRecord();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("interchange", value);
    if (in.header != null) {
      all.put("group", in.value());
    }
    all.put("transaction", transaction.value());
    all.putAll(branch.value());
    EdiSegment opening = branch.opening();
    return new SourceRecord(
        nextRecord,
        "interchange "
            + header.facts().controlNumber()
            + ", transaction "
            + transaction.type()
            + " "
            + transaction.controlNumber()
            + ", segment "
            + opening.position()
            + " ("
            + opening.tag()
            + "), line "
            + opening.raw().line(),
        text.alone(in, transaction, branch.segments()),
        Map.of(),
        new SourceRecord.Content.Read(all));
  }

  private SourceRecord interchangeAcknowledgement(EdiSegment segment) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("interchange", value);
    all.put("transaction", Map.of("type", segment.tag()));
    all.put(segment.tag(), List.of(segment.elements()));
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    raw.writeBytes(header.raw());
    raw.writeBytes(segment.raw().bytes());
    raw.writeBytes(text.end());
    raw.writeBytes(text.segment("IEA", "0", header.facts().controlNumber()));
    return new SourceRecord(
        nextRecord,
        "interchange "
            + header.facts().controlNumber()
            + ", segment "
            + segment.position()
            + " (TA1), line "
            + segment.raw().line(),
        raw.toByteArray(),
        Map.of(),
        new SourceRecord.Content.Read(all));
  }

  private UnreadableException unreadable(Fault fault, String detail) {
    return new UnreadableException(
        fault.code(),
        detail,
        "interchange "
            + header.facts().controlNumber()
            + ", segment "
            + position
            + ", line "
            + source.line());
  }
}
