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
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
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
