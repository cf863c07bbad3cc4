package tradecounter.contract;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A JSON Schema of draft 2020-12 that also checks formats. References are resolved inside the
 * schema document. Thread-safe.
 */
final class CheckedSchema {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .formatAssertionsEnabled(true)
          .pathType(PathType.JSON_POINTER)
          .locale(Locale.ROOT)
          .regularExpressionFactory(CheckedSchema::expression)
          .build();

  private final JsonSchema schema;

  CheckedSchema(JsonNode schema) {
    this.schema = FACTORY.getSchema(schema, CONFIG);
  }

  /**
   * Reads one JSON value.
   *
   * @throws IOException if it is not exactly one JSON value, or an object has a key twice
   */
  static JsonNode read(byte[] json) throws IOException {
    JsonNode value = JSON.readTree(json);
    if (value.isMissingNode()) {
      throw new IOException("there is no JSON value");
    }
    return value;
  }

  /**
   * What is wrong with the value, each as "JSON pointer: message", sorted; empty if it is valid.
   */
  List<String> violations(JsonNode value) {
    return schema.validate(value).stream().map(CheckedSchema::line).sorted().distinct().toList();
  }

  /** ECMA 262 ends the text at a final dollar; java.util.regex would let a line break follow it. */
  private static RegularExpression expression(String regex) {
    boolean endsText = regex.endsWith("$") && !regex.endsWith("\\$");
    Predicate<String> found =
        Pattern.compile(endsText ? regex.substring(0, regex.length() - 1) + "\\z" : regex)
            .asPredicate();
    return found::test;
  }

  private static String line(ValidationMessage message) {
    String pointer = message.getInstanceLocation().toString();
    boolean namesProperty =
        message.getType().equals("additionalProperties") && message.getProperty() != null;
    return (namesProperty ? pointer + "/" + escape(message.getProperty()) : pointer)
        + ": "
        + message.getError();
  }

  /** One name as a segment of a JSON pointer (RFC 6901). */
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
