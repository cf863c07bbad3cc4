package tradecounter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gzip is taken as it is, as long as it does not become too much; nothing else that is packed. */
class UnpackingTest {
  private static final long MAXIMUM_BYTES = 1_000_000_000;

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (InputStream bytes = new UnpackedBytes(new ByteArrayInputStream(packed), MAXIMUM_BYTES)) {
      return bytes.readAllBytes();
    }
  }

  private static String refusal(byte[] packed, long maximumBytes) throws IOException {
    try (UnpackedBytes bytes = new UnpackedBytes(new ByteArrayInputStream(packed), maximumBytes)) {
      return bytes.transferTo(java.io.OutputStream.nullOutputStream()) + " bytes";
    } catch (PackedException e) {
      return e.code();
    }
  }

  @Test
  void whatIsNotPackedIsLeftAsItIs() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);
    bytes[0] = '[';

    assertThat(unpack(bytes)).isEqualTo(bytes);
    assertThat(unpack(new byte[0])).isEmpty();
  }

  @Test
  void gzipIsUnpacked() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);

    assertThat(unpack(gzip(bytes))).isEqualTo(bytes);
    assertThat(unpack(join(gzip(bytes), gzip(new byte[0]), gzip(bytes))))
        .isEqualTo(join(bytes, bytes));
  }

  /** Extra field, name, comment and checksum of the header (RFC 1952). */
  @Test
  void everyHeaderOfGzipIsKnown() throws IOException {
    byte[] packed = gzip("abc".getBytes(StandardCharsets.UTF_8));
    byte[] header =
        HexFormat.of()
            .parseHex(
                "1f8b08" + "1e" + "000000000003" + "0200" + "aabb" + "6100" + "6200" + "cc59");

    assertThat(unpack(join(header, Arrays.copyOfRange(packed, 10, packed.length))))
        .isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theChecksumOfAHeaderIsChecked() throws IOException {
    byte[] packed = HexFormat.of().parseHex("1f8b0802000000000003ffff0300");

    assertThat(refusal(packed, MAXIMUM_BYTES)).isEqualTo("gzip-invalid");
  }

  @Test
  void gzipThatIsCutOffAnywhereIsNotComplete() throws IOException {
    byte[] first = gzip("[1,2,3]".getBytes(StandardCharsets.UTF_8));
    byte[] packed = join(first, first);
    for (int length = 3; length < packed.length; length++) {
      if (length != first.length) {
        assertThat(refusal(Arrays.copyOf(packed, length), MAXIMUM_BYTES))
            .as("%s of %s bytes", length, packed.length)
            .isEqualTo("gzip-truncated");
      }
    }
  }

  @Test
  void gzipThatWasChangedIsRefused() throws IOException {
    byte[] packed = gzip("[1,2,3]".getBytes(StandardCharsets.UTF_8));
    for (int at : new int[] {2, 3, 12, packed.length - 8, packed.length - 1}) {
      byte[] changed = packed.clone();
      changed[at] ^= (byte) 0xE0;
      assertThat(refusal(changed, MAXIMUM_BYTES)).as("byte %s", at).isEqualTo("gzip-invalid");
    }
    assertThat(refusal(join(packed, new byte[] {'x'}), MAXIMUM_BYTES)).isEqualTo("gzip-invalid");
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    byte[] bomb = gzip(new byte[20_000_000]);

    assertThat(refusal(bomb, MAXIMUM_BYTES)).isEqualTo("packed-ratio");
    assertThat(refusal(bomb, 1_000_000)).isEqualTo("packed-size");
    assertThat(refusal(gzip(new byte[9_000_000]), MAXIMUM_BYTES)).isEqualTo("9000000 bytes");
    assertThat(refusal(new byte[1_001], 1_000)).isEqualTo("packed-size");
    assertThat(refusal(new byte[1_000], 1_000)).isEqualTo("1000 bytes");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "504b030414000000, a zip archive",
    "504b050600000000, a zip archive",
    "377abcaf271c0004, a 7z archive",
    "526172211a0700, a rar archive",
    "28b52ffd24, packed with zstd",
    "fd377a585a0000, packed with xz",
    "04224d18, packed with lz4",
    "1f9d90, packed with compress",
    "425a6839314159265359, packed with bzip2"
  })
  void otherPackingsAreRefusedByName(String beginning, String name) {
    byte[] bytes = HexFormat.of().parseHex(beginning);

    assertThatThrownBy(() -> unpack(bytes))
        .hasMessage(
            "packed-unknown: the delivery is " + name + "; unpack it, only gzip is taken as it is");
  }

  @Test
  void anyFormatIsReadThroughIt() throws IOException, UnreadableException {
    byte[] packed = gzip("{\"a\":1}\n{\"a\":2}\n".getBytes(StandardCharsets.UTF_8));

    try (RecordReader reader = open(packed)) {
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isEmpty();
    }
    byte[] cut = Arrays.copyOf(packed, packed.length - 1);
    try (RecordReader reader = open(cut)) {
      assertThatThrownBy(
              () -> {
                while (reader.next().isPresent()) {
                  // All that can be had.
                }
              })
          .isInstanceOf(UnreadableException.class)
          .hasMessageStartingWith("gzip-truncated at");
    }
    assertThatThrownBy(() -> open(HexFormat.of().parseHex("504b030414")))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("packed-unknown at");
  }

  private static RecordReader open(byte[] delivered) throws IOException, UnreadableException {
    return Unpacking.open(
        new NdjsonFormat(), new ByteArrayInputStream(delivered), Delivery.LIMITS, MAXIMUM_BYTES);
  }
}
