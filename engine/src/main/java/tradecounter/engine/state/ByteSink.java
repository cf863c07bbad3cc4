package tradecounter.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Writes the primitives of {@link StateCodec}; {@link ByteSource} reads them. */
final class ByteSink {
  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Not negative. */
  ByteSink number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      put((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    put((int) rest);
    return this;
  }

  ByteSink signed(long value) {
    return number((value << 1) ^ (value >> 63));
  }

  /**
   * Not negative; short for round figures such as whole units and times of whole seconds: three
   * bits of the first byte count up to seven zeros at the decimal end, the rest are the digits
   * before them.
   */
  ByteSink scaled(long value) {
    long digits = value;
    int zeros = 0;
    while (zeros < 7 && digits != 0 && digits % 10 == 0) {
      digits /= 10;
      zeros++;
    }
    int first = (int) (digits & 0xF) << 3 | zeros;
    long rest = digits >>> 4;
    if (rest == 0) {
      put(first);
      return this;
    }
    put(first | 0x80);
    return number(rest);
  }

  ByteSink fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      put((int) (value >>> shift));
    }
    return this;
  }

  ByteSink flag(boolean value) {
    put(value ? 1 : 0);
    return this;
  }

  ByteSink text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** As many bytes as there are, with their number before them. */
  ByteSink bytes(byte[] value) {
    number(value.length);
    return raw(value);
  }

  /** The bytes alone. */
  ByteSink raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  ByteSink name(Enum<?> value) {
    return text(value.name());
  }

  ByteSink texts(Set<String> values) {
    list(new TreeSet<>(values), this::text);
    return this;
  }

  <T> void list(Collection<T> values, Consumer<T> each) {
    number(values.size());
    values.forEach(each);
  }

  private void put(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
