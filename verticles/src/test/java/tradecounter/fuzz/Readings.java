package tradecounter.fuzz;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tradecounter.format.Format;
import tradecounter.format.Format.Limits;
import tradecounter.format.RecordReader;
import tradecounter.format.SourceRecord;
import tradecounter.format.SourceRecord.Content;
import tradecounter.format.UnreadableException;

/**
 * What holds for the records of any delivery.
 *
 * @param again whether a record is the same when it is read from its own bytes
 */
record Readings(Format format, boolean again) {
  private static final Limits LIMITS = new Limits(2_000, 12);

  /** Reads the bytes twice, in two ways. */
  void of(byte[] bytes) throws IOException {
    List<SourceRecord> records = new ArrayList<>();
    String end = read(new ByteArrayInputStream(bytes), bytes.length, records);
    List<SourceRecord> trickled = new ArrayList<>();
    String otherEnd = read(new Trickle(bytes), bytes.length, trickled);
    require(end.equals(otherEnd), "ends as " + end + " or as " + otherEnd);
    require(records.size() == trickled.size(), "as many records");
    for (int i = 0; i < records.size(); i++) {
      same(records.get(i), trickled.get(i));
    }
  }

  private String read(InputStream bytes, int length, List<SourceRecord> records)
      throws IOException {
    try (RecordReader reader = format.open(bytes, LIMITS)) {
      for (Optional<SourceRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        require(next.get().number() == records.size(), "numbers without a gap");
        require(records.size() <= length, "no more records than bytes");
        whole(next.get());
        records.add(next.get());
      }
      return "complete";
    } catch (UnreadableException e) {
      require(!e.detail().isBlank() && !e.place().isBlank(), "an account of a refusal");
      return e.code();
    }
  }

  private void whole(SourceRecord read) {
    require(!read.place().isBlank(), "a place");
    read.header().values().forEach(Readings::json);
    switch (read.content()) {
      case Content.Read(Object value) -> {
        json(value);
        if (again) {
          require(read.raw().length <= LIMITS.recordBytes(), "a limited record");
          Content second = format.one(read.raw(), read.header(), LIMITS).content();
          require(second.equals(read.content()), "the same again, not " + second);
        }
      }
      case Content.Malformed malformed -> {
        require(!malformed.detail().isBlank(), "an account of what is wrong");
        require(read.raw().length <= LIMITS.recordBytes() || !again, "a limited record");
      }
    }
  }

  private static void same(SourceRecord first, SourceRecord second) {
    require(first.content().equals(second.content()), "the same content");
    require(first.place().equals(second.place()), "the same place");
    require(first.header().equals(second.header()), "the same header");
    require(Arrays.equals(first.raw(), second.raw()), "the same bytes");
  }

  /** A value as {@link Content.Read} describes it. */
  private static void json(Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          require(entry.getKey() instanceof String, "a name");
          if (entry.getValue() != null) {
            json(entry.getValue());
          }
        }
      }
      case List<?> list -> {
        for (Object each : list) {
          if (each != null) {
            json(each);
          }
        }
      }
      case BigDecimal number -> require(Math.abs(number.scale()) <= 100, "a number of some size");
      case String _, Integer _, Long _, BigInteger _, Boolean _ -> {}
      default -> throw new AssertionError("no value of JSON: " + value.getClass());
    }
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected: " + what);
    }
  }

  /** A few bytes at a time. */
  private static final class Trickle extends FilterInputStream {
    private static final int AT_ONCE = 3;

    private Trickle(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      return super.read(to, at, Math.min(length, AT_ONCE));
    }
  }
}
