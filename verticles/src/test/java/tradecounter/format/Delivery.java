package tradecounter.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.format.Format.Limits;
import tradecounter.format.SourceRecord.Content;

/** What was read of a delivery, in words: one line a record, and one for why it ended early. */
record Delivery(List<SourceRecord> records, @Nullable UnreadableException refusal) {
  static final Limits LIMITS = new Limits(1_000, 8);

  static Delivery of(Format format, String text) throws IOException {
    return of(format, text.getBytes(StandardCharsets.UTF_8));
  }

  static Delivery of(Format format, String text, Charset charset) throws IOException {
    return of(format, text.getBytes(charset));
  }

  static Delivery of(Format format, byte[] bytes) throws IOException {
    return of(format, new ByteArrayInputStream(bytes));
  }

  static Delivery of(Format format, InputStream bytes) throws IOException {
    return of(format, bytes, LIMITS);
  }

  static Delivery of(Format format, InputStream bytes, Limits limits) throws IOException {
    List<SourceRecord> records = new ArrayList<>();
    try (RecordReader reader = format.open(bytes, limits)) {
      for (Optional<SourceRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
      return new Delivery(records, null);
    } catch (UnreadableException e) {
      return new Delivery(records, e);
    }
  }

  /** {@code place value} or {@code place code: detail}. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (SourceRecord each : records) {
      lines.add(each.place() + " " + content(each.content()));
    }
    if (refusal != null) {
      lines.add("refused: " + refusal.getMessage());
    }
    return lines;
  }

  /** The same without places. */
  List<String> contents() {
    List<String> lines = new ArrayList<>();
    records.forEach(each -> lines.add(content(each.content())));
    if (refusal != null) {
      lines.add("refused: " + refusal.code());
    }
    return lines;
  }

  List<String> raw() {
    return raw(StandardCharsets.UTF_8);
  }

  List<String> raw(Charset charset) {
    return records.stream().map(each -> new String(each.raw(), charset)).toList();
  }

  boolean endsMalformed() {
    return !records.isEmpty() && records.getLast().content() instanceof Content.Malformed;
  }

  String refusalCode() {
    return refusal == null ? "none" : refusal.code();
  }

  static String content(Content content) {
    return switch (content) {
      case Content.Read(Object value) -> String.valueOf(value);
      case Content.Malformed(String code, String detail) -> code + ": " + detail;
    };
  }
}
