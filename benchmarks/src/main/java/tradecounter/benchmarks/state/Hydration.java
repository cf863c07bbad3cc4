package tradecounter.benchmarks.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import tradecounter.benchmarks.Figure;
import tradecounter.benchmarks.FilledWorld;
import tradecounter.benchmarks.Report;
import tradecounter.benchmarks.Settings;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;
import tradecounter.loadtest.world.GeneratedKeys;

/**
 * P7 and P10: filling the read model from the JSON of {@code items} items at {@code positions}
 * locations each: one item event, then one {@code position.set} event with all four figures for
 * each location. With {@code feeds=2} the figures come from two feeds, as from an ERP and a WMS,
 * which doubles the events.
 *
 * <p>Events are made in memory, a chunk at a time and outside of the measured time. Then the chunk
 * is decoded, checked and applied, and Jackson steps over the tokens of the same bytes (no text is
 * read); which of the two is first alternates. P7 is the ratio of records/s; the figure is the
 * median of the chunks.
 *
 * <p>The heap is what is used after a full collection with the world less before without it: all
 * positions, the index, the items and their definitions, and what the writer keeps. The packed raw
 * record of a position is the item's key (9 bytes), the location's key (6 bytes) and four figures
 * of 8 bytes: 47 bytes.
 *
 * <pre>
 *   mvn -q -Pbenchmark verify -DskipTests -Dbench=Hydration \
 *       -Dset="items=1000000 positions=10 feeds=1"
 * </pre>
 */
public final class Hydration {
  private static final int EVENTS_PER_CHUNK = 110_000;
  private static final String[] FEEDS = {"erp", "wms"};
  private static final JsonFactory JACKSON = new JsonFactory();

  private final Settings settings = new Settings();
  private final int items = settings.number("items", 1_000_000);
  private final int positions = settings.number("positions", 10);
  private final int feeds = settings.number("feeds", 1);
  private final Report report = new Report("Hydration");
  private final SplittableRandom random = new SplittableRandom(1);
  private final World world = new World(items);
  private final EventDecoder[] decoders = {
    new EventDecoder(FEEDS[0], false), new EventDecoder(FEEDS[1], false)
  };
  private long offset;

  private Hydration() {}

  /** Some events; {@code feeds[i]} is the number of the feed of {@code events[i]}. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Chunk(byte[][] events, int[] feeds) {}

  public static void main(String[] arguments) throws IOException {
    new Hydration().run();
  }

  private void run() throws IOException {
    int perItem = 1 + positions * feeds;
    int itemsPerChunk = Math.max(1, EVENTS_PER_CHUNK / perItem);
    int chunks = items / itemsPerChunk;
    double[] ratios = new double[chunks];
    double[] applyNanos = new double[chunks];
    double[] parseNanos = new double[chunks];
    long heapBefore = usedHeap();
    long totalNanos = 0;
    long bytes = 0;
    for (int i = 0; i < chunks; i++) {
      Chunk chunk = chunk(i * itemsPerChunk, itemsPerChunk);
      long parse = i % 2 == 0 ? parse(chunk) : 0;
      long apply = apply(chunk);
      parse = i % 2 == 0 ? parse : parse(chunk);
      // What the checkpoint would take away.
      var _ = world.captureChanged();
      int count = chunk.events().length;
      applyNanos[i] = (double) apply / count;
      parseNanos[i] = (double) parse / count;
      ratios[i] = (double) parse / apply;
      totalNanos += apply;
      bytes += Arrays.stream(chunk.events()).mapToLong(event -> event.length).sum();
    }
    long held = usedHeap() - heapBefore;
    long records = (long) chunks * itemsPerChunk * perItem;
    report(ratios, applyNanos, parseNanos, held, records, bytes, totalNanos);
  }

  private void report(
      double[] ratios,
      double[] applyNanos,
      double[] parseNanos,
      long held,
      long records,
      long bytes,
      long totalNanos) {
    long count = world.positionCount();
    double perPosition = (double) held / count;
    int raw = GeneratedKeys.item(0).length() + GeneratedKeys.location(0).length() + 4 * Long.BYTES;
    report.condition(
        "world",
        "%,d items, %,d positions, %d feed(s), %,d events of %d bytes"
            .formatted(world.itemCount(), count, feeds, records, bytes / records));
    int settled = ratios.length / 10;
    report.condition("chunks", ratios.length + ", the first " + settled + " left out as warm-up");
    report.add(figure("P7 records/s, decode + apply / Jackson tokens", ratios, settled, "ratio"));
    report.add(figure("P7 decode + apply", applyNanos, settled, "ns/record"));
    report.add(figure("P7 Jackson tokens", parseNanos, settled, "ns/record"));
    report.add(Figure.of("decode + apply of everything", totalNanos / 1e9, "s"));
    report.add(Figure.of("records/s over everything", records / (totalNanos / 1e9), "records/s"));
    report.add(Figure.of("P10 heap / packed raw record", perPosition / raw, "ratio"));
    report.add(Figure.of("P10 heap per position", perPosition, "B"));
    report.add(Figure.of("P10 packed raw record", raw, "B"));
    report.add(Figure.of("heap per item", (double) held / world.itemCount(), "B"));
    report.write();
  }

  private static Figure figure(String name, double[] values, int from, String unit) {
    return Figure.median(name, Arrays.copyOfRange(values, from, values.length), unit);
  }

  private long apply(Chunk chunk) {
    long begin = System.nanoTime();
    long now = FilledWorld.NOW.toEpochMilli();
    for (int i = 0; i < chunk.events().length; i++) {
      switch (decoders[chunk.feeds()[i]].decode(chunk.events()[i])) {
        case Decoded.Event event -> {
          ObjectKind.Topic topic = event.change().objectKind().topic();
          var _ =
              world.apply(
                  new LogPosition(topic, 0, offset++),
                  Origin.NONE,
                  event.envelope(),
                  event.change(),
                  now);
        }
        case Decoded.Refused refused -> throw new IllegalStateException(refused.detail());
      }
    }
    return System.nanoTime() - begin;
  }

  private static long parse(Chunk chunk) throws IOException {
    long begin = System.nanoTime();
    long tokens = 0;
    for (byte[] event : chunk.events()) {
      try (JsonParser parser = JACKSON.createParser(event)) {
        while (parser.nextToken() != null) {
          tokens++;
        }
      }
    }
    if (tokens == 0) {
      throw new IllegalStateException("no tokens");
    }
    return System.nanoTime() - begin;
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private Chunk chunk(int firstItem, int itemCount) {
    int perItem = 1 + positions * feeds;
    Chunk chunk = new Chunk(new byte[itemCount * perItem][], new int[itemCount * perItem]);
    int at = 0;
    for (int i = firstItem; i < firstItem + itemCount; i++) {
      String item = GeneratedKeys.item(i);
      chunk.events()[at++] = event("item:" + item, "item", itemData(item, i));
      for (int p = 0; p < positions; p++) {
        String location = GeneratedKeys.location((i + p) % 100);
        for (int feed = 0; feed < feeds; feed++) {
          chunk.feeds()[at] = feed;
          chunk.events()[at++] =
              event(
                  "position.set:" + item + "@" + location + ":1",
                  "position.set",
                  positionData(item, location, feed));
        }
      }
    }
    return chunk;
  }

  private static byte[] event(String id, String type, String data) {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\""
            + id
            + "\",\"source\":\"/generated/erp\",\"type\":\"tradecounter."
            + type
            + ".v1\",\"time\":\"2026-11-23T00:00:00Z\",\"sequence\":\"1\",\"data\":{"
            + data
            + "}}";
    return event.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String itemData(String item, int number) {
    return "\"item\":\""
        + item
        + "\",\"description\":\"Generated item "
        + number
        + "\",\"category\":\""
        + GeneratedKeys.category(number % 40)
        + "\",\"policy\":\"STOCKED\",\"baseUom\":\"EA\",\"quantityDecimals\":0,"
        + "\"uoms\":[{\"uom\":\"BOX\",\"numerator\":100,\"denominator\":1}],"
        + "\"sellable\":true,\"taxCategory\":\"STANDARD\"";
  }

  private String positionData(String item, String location, int feed) {
    String figures = "";
    if (feed == 0) {
      figures += ",\"onHand\":" + random.nextInt(10_000) + ",\"safetyStock\":" + random.nextInt(50);
    }
    if (feed == feeds - 1) {
      figures += ",\"allocated\":" + random.nextInt(100) + ",\"blocked\":" + random.nextInt(10);
    }
    return "\"item\":\"" + item + "\",\"location\":\"" + location + "\"" + figures;
  }
}
