package tradecounter.format;

import java.util.Map;

/**
 * One record as its source wrote it.
 *
 * @param number from 0, in the order of the delivery; malformed records count
 * @param place where it stands, in words for who opens the file: {@code line 17}
 * @param raw its bytes, as far as a mapping is concerned: what a person looks at and may mend
 * @param header what stands around it and concerns it too, by name; mappings see it as {@code
 *     $header}
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
public record SourceRecord(
    long number, String place, byte[] raw, Map<String, Object> header, Content content) {

  /** What could be read of it. */
  public sealed interface Content {
    /**
     * A value of JSON: {@code Map<String, Object>}, {@code List<Object>}, {@code String}, {@code
     * Integer}, {@code Long}, {@code BigInteger}, {@code BigDecimal} or {@code Boolean}; maps keep
     * their order, and nothing is {@code null} but values of maps and lists.
     */
    record Read(Object value) implements Content {}

    /**
     * It cannot be read, but where the next one begins is certain.
     *
     * @param code stable, for programs: {@code csv-fields}
     * @param detail one sentence for the source: what is wrong and what to do
     */
    record Malformed(String code, String detail) implements Content {}
  }
}
