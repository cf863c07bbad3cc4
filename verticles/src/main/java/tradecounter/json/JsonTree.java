package tradecounter.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.Optional;

/** JSON as mappings take and give it: maps, lists, texts, exact numbers, booleans. */
public final class JsonTree {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private JsonTree() {}

  /** The value of a text; empty if it is not JSON. */
  public static Optional<Object> read(String text) {
    try {
      return Optional.ofNullable(MAPPER.readValue(text, Object.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The value as JSON text.
   *
   * @throws IllegalArgumentException if it is none of the above
   */
  public static Buffer write(Object tree) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A text or a number as a text; empty for anything else, and for a blank text. */
  public static Optional<String> text(Object value) {
    return switch (value) {
      case String text when !text.isBlank() -> Optional.of(text);
      case BigDecimal number -> Optional.of(number.toPlainString());
      case Number number -> Optional.of(number.toString());
      default -> Optional.empty();
    };
  }
}
