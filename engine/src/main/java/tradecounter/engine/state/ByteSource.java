package tradecounter.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what {@link ByteSink} wrote. Broken bytes are an {@link IllegalStateException}. */
final class ByteSource {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteSource(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads the bytes from {@code from} on, before {@code end}. */
  ByteSource(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** The index of the next byte. */
  int at() {
    return at;
  }

  boolean hasMore() {
    return at < end;
  }

  /** What {@link ByteSink#bytes} wrote, without copying it: a source of its own. */
  ByteSource part() {
    int size = size(1);
    ByteSource part = new ByteSource(bytes, at, at + size);
    at += size;
    return part;
  }

  /** How what is left compares with other bytes, unsigned. */
  int compareTo(byte[] other) {
    return Arrays.compareUnsigned(bytes, at, end, other, 0, other.length);
  }

  /** All that is left. */
  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return rest;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = next();
      value |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new IllegalStateException("state: a number without end at byte " + at);
  }

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  /** What {@link ByteSink#scaled} wrote. */
  long scaled() {
    long first = next();
    long value = first >>> 3 & 0xF;
    if ((first & 0x80) != 0) {
      long rest = number();
      if (rest < 0 || rest > Long.MAX_VALUE >>> 4) {
        throw new IllegalStateException("state: not a scaled number at byte " + at);
      }
      value |= rest << 4;
    }
    for (long zeros = first & 0x7; zeros > 0; zeros--) {
      if (value > Long.MAX_VALUE / 10) {
        throw new IllegalStateException("state: not a scaled number at byte " + at);
      }
      value *= 10;
    }
    return value;
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  /** A number that is an {@code int} and not negative. */
  int count() {
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalStateException("state: not a count at byte " + at + ": " + value);
    }
    return (int) value;
  }

  /**
   * How many of something follow. Nothing is made room for that the remaining bytes cannot hold.
   *
   * @param bytesEach how many bytes one of them takes at least
   */
  int size(int bytesEach) {
    int size = count();
    if ((long) size * bytesEach > end - at) {
      throw new IllegalStateException("state: cut off after byte " + at);
    }
    return size;
  }

  /** A signed number that is an {@code int}. */
  int day() {
    long value = signed();
    if (value != (int) value) {
      throw new IllegalStateException("state: not a day at byte " + at + ": " + value);
    }
    return (int) value;
  }

  boolean flag() {
    return next() != 0;
  }

  /** Nothing may follow. */
  void end() {
    if (at != end) {
      throw new IllegalStateException("state: more follows after byte " + at);
    }
  }

  String text() {
    int size = size(1);
    String text = new String(bytes, at, size, StandardCharsets.UTF_8);
    at += size;
    return text;
  }

  <E extends Enum<E>> E name(Class<E> type) {
    return Enum.valueOf(type, text());
  }

  Set<String> texts() {
    return new HashSet<>(list(this::text));
  }

  <T> List<T> list(Supplier<T> each) {
    int size = size(1);
    List<T> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(each.get());
    }
    return list;
  }

  private int next() {
    if (at >= end) {
      throw new IllegalStateException("state: cut off at byte " + at);
    }
    return bytes[at++] & 0xFF;
  }
}
