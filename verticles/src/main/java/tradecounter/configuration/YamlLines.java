package tradecounter.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** In which line of a file each key stands: {@code format.delimiter}. Lists count by index. */
final class YamlLines {
  static final YamlLines NONE = new YamlLines(Map.of());

  private final Map<String, Integer> lines;

  private YamlLines(Map<String, Integer> lines) {
    this.lines = lines;
  }

  /** Of a text that has been read without an error already. */
  static YamlLines of(byte[] text) {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (!token.isStructEnd()) {
          JsonStreamContext context = parser.getParsingContext();
          lines.putIfAbsent(
              path(token.isStructStart() ? context.getParent() : context),
              parser.currentTokenLocation().getLineNr());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("a text that was read cannot be read again", e);
    }
    return new YamlLines(lines);
  }

  private static String path(JsonStreamContext context) {
    StringBuilder path = new StringBuilder();
    for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
      String name = at.inArray() ? String.valueOf(at.getCurrentIndex()) : at.getCurrentName();
      if (name != null) {
        path.insert(0, path.isEmpty() ? name : name + ".");
      }
    }
    return path.toString();
  }

  /** {@code ", line 7"} for the key or the nearest above it that the file has; else empty. */
  String of(String key) {
    for (String at = key; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      Integer line = lines.get(at);
      if (line != null) {
        return ", line " + line;
      }
    }
    return "";
  }
}
