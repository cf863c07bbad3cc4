package tradecounter.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of one benchmark and the conditions they were measured under: {@code
 * target/results/NAME.json} and {@code NAME.txt}. Not thread-safe.
 */
public final class Report {
  private final String name;
  private final Map<String, String> conditions = new TreeMap<>();
  private final List<Figure> figures = new ArrayList<>();

  public Report(String name) {
    this.name = name;
    var runtime = ManagementFactory.getRuntimeMXBean();
    condition("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    condition("jdk", runtime.getVmName() + " " + System.getProperty("java.runtime.version"));
    condition("cpus", Runtime.getRuntime().availableProcessors() + " x " + processor());
    condition("flags", String.join(" ", JvmFlags.own()));
    condition("load before", "%.1f".formatted(load()));
  }

  /** Where results are written; {@code target/results} unless the property says otherwise. */
  public static Path folder() {
    Path folder = Path.of(System.getProperty("results", "target/results"));
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that the figures depend on. */
  public void condition(String key, String value) {
    conditions.put(key, value);
  }

  public void add(Figure figure) {
    figures.add(figure);
  }

  /** Writes both files and prints the table. */
  public void write() {
    condition("load after", "%.1f".formatted(load()));
    StringBuilder table = new StringBuilder("\n").append(name).append('\n');
    conditions.forEach((key, value) -> table.append("  # %-12s %s%n".formatted(key, value)));
    figures.forEach(figure -> table.append("  ").append(figure).append('\n'));
    System.out.println(table);
    try {
      Files.writeString(folder().resolve(name + ".txt"), table);
      writeJson(folder().resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeJson(Path file) throws IOException {
    try (JsonGenerator json =
        new JsonFactory().createGenerator(Files.newOutputStream(file)).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("benchmark", name);
      json.writeObjectFieldStart("conditions");
      for (var condition : conditions.entrySet()) {
        json.writeStringField(condition.getKey(), condition.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("figures");
      for (Figure figure : figures) {
        json.writeStartObject();
        json.writeStringField("name", figure.name());
        json.writeNumberField("value", figure.value());
        json.writeNumberField("low", figure.low());
        json.writeNumberField("high", figure.high());
        json.writeStringField("unit", figure.unit());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch", ""));
    } catch (IOException e) {
      return System.getProperty("os.arch", "");
    }
  }
}
