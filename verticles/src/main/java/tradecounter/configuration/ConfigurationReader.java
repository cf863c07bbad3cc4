package tradecounter.configuration;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tradecounter.edi.EdifactFormat;
import tradecounter.edi.X12Format;
import tradecounter.format.CsvFormat;
import tradecounter.format.JsonFormat;
import tradecounter.format.NdjsonFormat;
import tradecounter.format.XmlFormat;

/**
 * Reads the configuration: the file that comes with the program, then the operator's own file over
 * it, then environment variables.
 *
 * <p>{@code http.port} is {@code TRADECOUNTER_HTTP_PORT}; {@code kafka.bootstrapServers} is {@code
 * TRADECOUNTER_KAFKA_BOOTSTRAPSERVERS}. Unknown keys, unknown variables of that prefix, duplicate
 * keys and missing values are errors that name the place.
 */
public final class ConfigurationReader {
  private static final String PREFIX = "TRADECOUNTER_";
  private static final String FEED_DEFAULTS = "feed-defaults.yaml";
  private static final String TARGET_DEFAULTS = "target-defaults.yaml";

  /** In the defaults of a file: what sections may leave out, by section and kind. */
  private static final String KINDS = "kinds";

  private static final String FILES = ".yaml";

  private final ObjectMapper mapper =
      JsonMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .registerSubtypes(
              new NamedType(JsonFormat.class, "JSON"),
              new NamedType(NdjsonFormat.class, "NDJSON"),
              new NamedType(CsvFormat.class, "CSV"),
              new NamedType(XmlFormat.class, "XML"),
              new NamedType(X12Format.class, "X12"),
              new NamedType(EdifactFormat.class, "EDIFACT"))
          .build();

  /**
   * The whole configuration.
   *
   * @param file the operator's own, if there is one
   * @throws ConfigurationException if it cannot be used
   */
  public Configuration read(Optional<Path> file, Map<String, String> environment) {
    ObjectNode tree = object(resource("tradecounter.yaml"), "tradecounter.yaml");
    file.ifPresent(path -> merge(tree, object(bytes(path), path.toString()), ""));
    Map<String, String> overridden = override(tree, environment);
    String place = file.map(Path::toString).orElse("tradecounter.yaml");
    return bind(tree, Configuration.class, place, overridden, YamlLines.NONE);
  }

  /** The enabled feeds, in the order they are enabled: each its file over the defaults. */
  public List<FeedConfiguration> readFeeds(Configuration.Feeds feeds) {
    return feedNames(feeds).stream().map(feed -> readFeed(feeds, feed)).toList();
  }

  /** The names of the enabled feeds: those of all files in the folder if all are. */
  public List<String> feedNames(Configuration.Feeds feeds) {
    if (!feeds.allInFolder()) {
      return feeds.enabled();
    }
    try (Stream<Path> files = Files.list(Path.of(feeds.folder()))) {
      List<String> names = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(FILES) && !name.startsWith(".") && Files.isRegularFile(file)) {
          String feed = name.substring(0, name.length() - FILES.length());
          if (!feed.matches(FeedConfiguration.NAME)) {
            throw new ConfigurationException(
                file + ": a feed is called something like 'erp', and so is its file");
          }
          names.add(feed);
        }
      }
      return names;
    } catch (IOException e) {
      throw new ConfigurationException("feeds.folder: cannot read " + feeds.folder() + ": " + e);
    }
  }

  /** One feed: its file over the defaults. */
  public FeedConfiguration readFeed(Configuration.Feeds feeds, String feed) {
    return readFeed(text("feeds", feeds.folder(), feed), feed);
  }

  /** One feed from the text of its file. */
  public FeedConfiguration readFeed(byte[] text, String feed) {
    String place = "feeds/" + feed + FILES;
    FeedConfiguration configuration =
        readOver(FEED_DEFAULTS, text, place, _ -> {}, FeedConfiguration.class);
    requireName(place, "feed", configuration.feed(), feed);
    check(configuration, text, place);
    return configuration;
  }

  /** The enabled targets, in the order they are enabled: each its file over the defaults. */
  public List<TargetConfiguration> readTargets(Configuration.Targets targets) {
    List<TargetConfiguration> result = new ArrayList<>();
    for (String target : targets.enabled()) {
      TargetConfiguration configuration =
          readOver(
              TARGET_DEFAULTS,
              text("targets", targets.folder(), target),
              "targets/" + target + FILES,
              tree -> place(tree, targets.urls().getOrDefault(target, "")),
              TargetConfiguration.class);
      requireName("targets/" + target + ".yaml", "target", configuration.target(), target);
      result.add(configuration);
    }
    return result;
  }

  private static byte[] text(String kind, String folder, String name) {
    return folder.isBlank()
        ? resource(kind + "/" + name + FILES)
        : bytes(Path.of(folder, name + FILES));
  }

  /** One file of its kind over the defaults of the kind. */
  private <T> T readOver(
      String defaults, byte[] text, String place, Consumer<ObjectNode> overriding, Class<T> type) {
    ObjectNode tree = object(resource(defaults), defaults);
    JsonNode ofKinds = tree.remove(KINDS);
    merge(tree, object(text, place), "");
    if (ofKinds instanceof ObjectNode sections) {
      addDefaultsOfKinds(tree, sections);
    }
    overriding.accept(tree);
    return bind(tree, type, place, Map.of(), YamlLines.of(text));
  }

  /** What a section may leave out depends on its kind. */
  private static void addDefaultsOfKinds(ObjectNode tree, ObjectNode sections) {
    sections
        .properties()
        .forEach(
            section -> {
              if (tree.get(section.getKey()) instanceof ObjectNode given
                  && section.getValue().get(given.path("kind").asText())
                      instanceof ObjectNode defaults) {
                ObjectNode merged = defaults.deepCopy();
                merge(merged, given, section.getKey() + ".");
                tree.set(section.getKey(), merged);
              }
            });
  }

  private static void place(ObjectNode target, String url) {
    if (!url.isEmpty() && target.path("adapter") instanceof ObjectNode adapter) {
      adapter.put("url", url);
    }
  }

  private static void requireName(String place, String key, String inside, String file) {
    if (!inside.equals(file)) {
      throw new ConfigurationException(
          place + ": " + key + " is '" + inside + "', the file name says '" + file + "'");
    }
  }

  private static void check(FeedConfiguration configuration, byte[] text, String place) {
    try {
      // Its rules are asked for again by whoever needs them; here only what is wrong with them.
      var _ = configuration.rules();
    } catch (ConfigurationException e) {
      String message = String.valueOf(e.getMessage());
      throw new ConfigurationException(
          place + YamlLines.of(text).of(firstWord(message)) + ": " + message);
    }
  }

  /** Messages of what is wrong begin with the key. */
  private static String firstWord(String message) {
    return message.split("[ :]", 2)[0];
  }

  /**
   * @param overridden the variable by key, for the keys that do not come from {@code file}
   */
  private <T> T bind(
      ObjectNode tree,
      Class<T> type,
      String file,
      Map<String, String> overridden,
      YamlLines lines) {
    try {
      return mapper.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      String where =
          e.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .reduce((a, b) -> a + "." + b)
              .orElse("");
      String what =
          String.valueOf(
              cause instanceof ConfigurationException || cause instanceof IllegalArgumentException
                  ? cause.getMessage()
                  : e.getOriginalMessage());
      String place =
          overridden.entrySet().stream()
              .filter(
                  key ->
                      (where + ".").startsWith(key.getKey() + ".") || what.startsWith(key.getKey()))
              .map(key -> "environment variable " + key.getValue())
              .findFirst()
              .orElse(file);
      String line = lines.of(firstWord(what));
      throw new ConfigurationException(
          place
              + (line.isEmpty() ? lines.of(where) : line)
              + (where.isEmpty() ? "" : ", " + where)
              + ": "
              + inOneLine(what));
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(file + ": " + inOneLine(e.getOriginalMessage()));
    }
  }

  private static String inOneLine(String message) {
    return message.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  private ObjectNode object(byte[] text, String place) {
    try {
      JsonNode tree = mapper.readTree(text);
      if (tree instanceof ObjectNode object) {
        return object;
      }
      if (tree.isMissingNode() || tree.isNull()) {
        return mapper.createObjectNode();
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new ConfigurationException(
          place + ", line " + line + ": " + inOneLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConfigurationException(place + ": cannot be read: " + e.getMessage());
    }
    throw new ConfigurationException(place + ": is not a YAML mapping");
  }

  private static void merge(ObjectNode into, ObjectNode from, String path) {
    from.properties()
        .forEach(
            field -> {
              JsonNode old = into.get(field.getKey());
              if (old instanceof ObjectNode oldObject
                  && field.getValue() instanceof ObjectNode newObject
                  && !(path + field.getKey()).equals("kafka.properties")) {
                merge(oldObject, newObject, path + field.getKey() + ".");
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  /** The variables that were used, by the key they override. */
  private Map<String, String> override(ObjectNode tree, Map<String, String> environment) {
    Map<String, String> overridden = new TreeMap<>();
    Map<String, JsonPointer> names = new TreeMap<>();
    collect(tree, JsonPointer.empty(), "", names);
    environment.forEach(
        (variable, value) -> {
          if (!variable.startsWith(PREFIX)) {
            return;
          }
          JsonPointer pointer = names.get(variable.substring(PREFIX.length()));
          if (pointer == null) {
            throw new ConfigurationException(
                "environment variable " + variable + " names no setting");
          }
          ObjectNode parent = (ObjectNode) tree.at(pointer.head());
          boolean nested = tree.at(pointer).isContainerNode();
          parent.set(
              pointer.last().getMatchingProperty(),
              nested ? parsed(variable, value) : TextNode.valueOf(value));
          overridden.put(pointer.toString().substring(1).replace('/', '.'), variable);
        });
    return overridden;
  }

  /** A list or a mapping is written as YAML ({@code [erp, wms]}), everything else as it is. */
  private JsonNode parsed(String variable, String value) {
    try {
      return mapper.readTree(value);
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(
          "environment variable " + variable + ": '" + value + "' is not YAML");
    }
  }

  private static void collect(
      ObjectNode node, JsonPointer at, String name, Map<String, JsonPointer> names) {
    node.properties()
        .forEach(
            field -> {
              String key = name + field.getKey().toUpperCase(Locale.ROOT);
              JsonPointer pointer = at.appendProperty(field.getKey());
              if (field.getValue() instanceof ObjectNode child && !child.isEmpty()) {
                collect(child, pointer, key + "_", names);
              } else {
                names.put(key, pointer);
              }
            });
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "cannot read the configuration file " + file.toAbsolutePath());
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = ConfigurationReader.class.getResourceAsStream("/config/" + name)) {
      if (in == null) {
        throw new ConfigurationException(
            "no file "
                + name
                + " comes with the program: set feeds.folder or targets.folder, or correct the name");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ConfigurationException("cannot read " + name + ": " + e.getMessage());
    }
  }
}
