package tradecounter.edi;

import io.xlate.edi.stream.EDIStreamException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.format.Format;
import tradecounter.format.RecordReader;
import tradecounter.format.SourceRecord;
import tradecounter.format.UnreadableException;

/**
 * The records of a delivery of X12 or EDIFACT: one interchange after the other. Their values are
 * {@code {"interchange": {...}, "group": {...}, "transaction": {"type", "controlNumber",
 * "version"}, "BIA": [{"BIA01": "00"}], "LIN": [{"LIN02": "BP", "QTY": [{"QTY01": "34"}]}]}}: texts
 * all, but for {@code interchange.test}, which is a boolean. The name of an element is its first
 * component; {@code QTY01_2} is its second, {@code QTY01_r2} its first repetition.
 *
 * <p>A record comes whether its interchange turns out to be acceptable or not: what is to be made
 * of it can be said when its end is read, by {@link #interchanges()}.
 */
public final class EdiReader implements RecordReader {
  private final EdiSource source;
  private final EdiSettings settings;
  private final Format.Limits limits;
  private final InterchangeReading.Errors errors;
  private final List<Interchange> found = new ArrayList<>();
  private @Nullable InterchangeReading current;
  private @Nullable UnreadableException failure;
  private long records;

  EdiReader(InputStream bytes, EdiSettings settings, Format.Limits limits) throws IOException {
    this.source = new EdiSource(bytes, limits.recordBytes());
    this.settings = settings;
    this.limits = limits;
    this.errors = new InterchangeReading.Errors(settings.segments());
  }

  /**
   * What was found so far: all interchanges once {@link #next} gave nothing or threw; the last one
   * is incomplete if it threw.
   */
  public List<Interchange> interchanges() {
    List<Interchange> all = new ArrayList<>(found);
    if (current != null) {
      all.add(current.found());
    }
    return all;
  }

  @Override
  public Optional<SourceRecord> next() throws IOException, UnreadableException {
    if (failure != null) {
      throw failure;
    }
    try {
      return read();
    } catch (UnreadableException e) {
      failure = e;
      if (current != null) {
        current.fail(e);
      }
      throw e;
    }
  }

  private Optional<SourceRecord> read() throws IOException, UnreadableException {
    while (true) {
      if (current == null) {
        if (!source.skipBlank()) {
          if (found.isEmpty()) {
            throw new UnreadableException(
                Fault.TRUNCATED.code(), "The delivery has no interchange.", "line 1");
          }
          return Optional.empty();
        }
        current = begin();
      }
      Optional<SourceRecord> record = current.next();
      if (record.isPresent()) {
        records++;
        return record;
      }
      found.add(current.found());
      current = null;
    }
  }

  private InterchangeReading begin() throws IOException, UnreadableException {
    EdiHeader header =
        switch (settings.standard()) {
          case X12 -> X12Header.read(source, settings.charset());
          case EDIFACT -> EdifactHeader.read(source);
        };
    errors.oneMoreTransaction(header.line());
    if (!header.errors().isEmpty()) {
      EdiError first = header.errors().getFirst();
      throw refused(header, header.errors(), first.fault(), first.detail());
    }
    try {
      return new InterchangeReading(header, source, settings, limits, errors, records);
    } catch (EDIStreamException | RuntimeException e) {
      // What StAEDI does not expect it may answer with any exception.
      String detail = "The header cannot be read: " + e.getMessage();
      EdiError error =
          EdiError.ofSegment(
              Fault.HEADER, 1, settings.standard().interchange(), detail, header.line());
      throw refused(header, List.of(error), Fault.HEADER, detail);
    }
  }

  private UnreadableException refused(
      EdiHeader header, List<EdiError> why, Fault fault, String detail) {
    found.add(new Interchange(header.facts(), false, records, 0, List.of(), why));
    return new UnreadableException(
        fault.code(),
        detail,
        "interchange " + header.facts().controlNumber() + ", line " + header.line());
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
