package tradecounter.onboarding;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.feed.Delivered;
import tradecounter.json.JsonTree;
import tradecounter.onboarding.FeedTrial.Tried;

/**
 * The tests that stand beside a feed's file: in {@code samples/<feed>/} each file whose name does
 * not end in {@value #EXPECTED} is a delivery, and the file of the same name with that ending says
 * as a JSON array what it means: {@code {"type", "data"}} for each event, with {@code time}, {@code
 * sequence}, {@code id} and {@code subject} where they matter, and {@code {"refused": code}} for
 * each record that is turned away.
 */
public final class FeedSamples {
  private static final String EXPECTED = ".expected.json";

  /** When samples arrive, as far as their records do not tell. */
  private static final Instant DELIVERED_AT = Instant.parse("2026-01-02T03:04:05Z");

  private static final int MOST_RECORDS = 1_000_000;
  private static final String PREFIX = "tradecounter.";
  private static final String SUFFIX = ".v1";

  private final FeedTrial trial;

  public FeedSamples(FeedTrial trial) {
    this.trial = trial;
  }

  /** How many samples there are, and what is wrong, a sentence for each. */
  public record Result(int samples, List<String> problems) {}

  /**
   * Runs all samples of a feed.
   *
   * @param folder of the feeds' files
   */
  public Result check(FeedConfiguration feed, Path folder) throws IOException {
    Path samples = folder.resolve("samples").resolve(feed.feed());
    List<String> problems = new ArrayList<>();
    int count = 0;
    if (Files.isDirectory(samples)) {
      try (Stream<Path> files = Files.list(samples)) {
        for (Path sample : files.sorted().toList()) {
          String name = sample.getFileName().toString();
          if (!name.endsWith(EXPECTED) && !name.startsWith(".")) {
            count++;
            compare(feed, sample).ifPresent(problem -> problems.add(name + ": " + problem));
          }
        }
      }
    }
    return new Result(count, problems);
  }

  private Optional<String> compare(FeedConfiguration feed, Path sample) throws IOException {
    String name = sample.getFileName().toString();
    Path expectedFile = sample.resolveSibling(name + EXPECTED);
    if (!Files.exists(expectedFile)) {
      return Optional.of("there is no " + expectedFile.getFileName() + " that says what it means");
    }
    if (!(JsonTree.read(Files.readString(expectedFile, StandardCharsets.UTF_8)).orElse("")
        instanceof List<?> expected)) {
      return Optional.of(expectedFile.getFileName() + " is not a JSON array");
    }
    try (InputStream bytes = Files.newInputStream(sample)) {
      FeedTrial.Outcome outcome =
          trial.run(
              feed,
              bytes,
              new Delivered("sample", true, name, Optional.of(DELIVERED_AT)),
              MOST_RECORDS);
      if (outcome.unreadable().isPresent()) {
        return Optional.of(String.valueOf(outcome.unreadable().get().getMessage()));
      }
      return compare(said(outcome), expected);
    }
  }

  private static List<Map<String, Object>> said(FeedTrial.Outcome outcome) {
    List<Map<String, Object>> said = new ArrayList<>();
    for (Tried tried : outcome.shown()) {
      switch (tried) {
        case Tried.Said events -> {
          for (byte[] event : events.events()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            if (JsonTree.read(new String(event, StandardCharsets.UTF_8)).orElse("")
                instanceof Map<?, ?> tree) {
              tree.forEach((field, value) -> fields.put(String.valueOf(field), value));
            }
            fields.put("type", shortened(String.valueOf(fields.get("type"))));
            said.add(fields);
          }
        }
        case Tried.Refused refused ->
            said.add(
                Map.of(
                    "refused",
                    refused.refusal().code(),
                    "detail",
                    refused.place() + ": " + refused.refusal().detail()));
      }
    }
    return said;
  }

  private static String shortened(String type) {
    return type.startsWith(PREFIX) && type.endsWith(SUFFIX)
        ? type.substring(PREFIX.length(), type.length() - SUFFIX.length())
        : type;
  }

  private static Optional<String> compare(List<Map<String, Object>> said, List<?> expected) {
    for (int i = 0; i < Math.max(said.size(), expected.size()); i++) {
      if (i >= said.size()) {
        return Optional.of("event " + i + " is missing: " + expected.get(i));
      }
      if (i >= expected.size()) {
        return Optional.of("event " + i + " is not expected: " + said.get(i));
      }
      Map<String, Object> event = said.get(i);
      if (!(expected.get(i) instanceof Map<?, ?> wanted)) {
        return Optional.of("what is expected as event " + i + " is no object");
      }
      for (Map.Entry<?, ?> field : wanted.entrySet()) {
        Object is = event.get(String.valueOf(field.getKey()));
        if (!same(is, field.getValue())) {
          return Optional.of(
              "event "
                  + i
                  + ", "
                  + field.getKey()
                  + ": expected "
                  + field.getValue()
                  + ", but it is "
                  + (is == null ? event : is));
        }
      }
      if (event.containsKey("type") && !wanted.containsKey("type")) {
        return Optional.of("event " + i + " is not expected: " + event);
      }
    }
    return Optional.empty();
  }

  /** Numbers by value: 5 and 5.0 are the same quantity. */
  private static boolean same(@Nullable Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return new BigDecimal(x.toString()).compareTo(new BigDecimal(y.toString())) == 0;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      boolean all = x.size() == y.size();
      for (int i = 0; all && i < x.size(); i++) {
        all = same(x.get(i), y.get(i));
      }
      return all;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      boolean all = x.keySet().equals(y.keySet());
      for (Map.Entry<?, ?> entry : x.entrySet()) {
        all = all && same(y.get(entry.getKey()), entry.getValue());
      }
      return all;
    }
    return b.equals(a);
  }
}
