package tradecounter.whatif;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.http.Bodies;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/**
 * The body of the question, read strictly.
 *
 * @param feed whose rules the events are held against; empty for nobody's
 * @param events each a whole CloudEvent
 * @param quantities in base units, in millionths
 * @param onDay {@link Day#OPEN_START} if none is given
 * @param minimumMarginPercent {@link Formula#NO_MINIMUM} if none is given
 */
record WhatIfQuestion(
    String feed,
    List<byte[]> events,
    Chosen customers,
    Chosen items,
    List<Long> quantities,
    boolean eachBreak,
    String currency,
    int onDay,
    long minimumMarginPercent,
    int largest) {
  private static final int MAXIMUM_NAMED = 100_000;
  private static final int MAXIMUM_QUANTITIES = 100;
  private static final int MAXIMUM_LARGEST = 1_000;
  private static final int DEFAULT_LARGEST = 20;

  /** Which customers or items are meant. */
  sealed interface Chosen {
    /** Those that the proposal touches. */
    record Affected() implements Chosen {}

    /** All that are known. */
    record All() implements Chosen {}

    /** These. */
    record Named(List<String> keys) implements Chosen {}

    /** The customers of a group, the items of a category. */
    record In(String key) implements Chosen {}
  }

  /** Reads the body; leaves with a 400 that names the place. */
  static WhatIfQuestion read(byte[] body, Configuration.WhatIf limits) {
    return Bodies.json(body, in -> new Reading(body, in, limits).read());
  }

  /** One body being read. */
  private static final class Reading {
    private final byte[] body;
    private final JsonCursor in;
    private final Configuration.WhatIf limits;
    private boolean given;
    private String feed = "";
    private List<byte[]> events = List.of();
    private Chosen customers = new Chosen.Affected();
    private Chosen items = new Chosen.Affected();
    private List<Long> quantities = List.of(FixedPoint.ONE);
    private boolean eachBreak;
    private String currency = "";
    private int onDay = Day.OPEN_START;
    private long minimumMarginPercent = Formula.NO_MINIMUM;
    private int largest = DEFAULT_LARGEST;

    Reading(byte[] body, JsonCursor in, Configuration.WhatIf limits) {
      this.body = body;
      this.in = in;
      this.limits = limits;
    }

    WhatIfQuestion read() throws IOException, RefusalException {
      in.start();
      in.object(
          field -> {
            switch (field) {
              case "feed" -> feed = in.key();
              case "events" -> {
                given = true;
                events = in.array(limits.events(), this::event);
              }
              case "customers" -> customers = chosen("group");
              case "items" -> items = chosen("category");
              case "quantities" -> quantities = quantities();
              case "eachBreak" -> eachBreak = in.flag();
              case "currency" -> currency = in.currency();
              case "on" -> onDay = in.day();
              case "minimumMarginPercent" -> minimumMarginPercent = margin();
              case "largest" -> largest = in.integer(1, MAXIMUM_LARGEST);
              default -> in.unknown(field);
            }
          });
      in.end();
      if (!given) {
        throw in.missing("events");
      }
      if (events.isEmpty()) {
        throw new RefusalException("field-missing", "propose at least one event", "/events");
      }
      return new WhatIfQuestion(
          feed,
          events,
          customers,
          items,
          quantities,
          eachBreak,
          currency,
          onDay,
          minimumMarginPercent,
          largest);
    }

    /** A whole event stays as it is; what only says type and data gets an envelope. */
    private byte[] event() throws IOException, RefusalException {
      int from = in.offset();
      List<String> attributes = new ArrayList<>();
      in.object(
          field -> {
            attributes.add(field);
            in.skip();
          });
      int to = in.skip();
      return attributes.isEmpty()
          ? Arrays.copyOfRange(body, from, to)
          : Envelopes.completed(body, from, to, attributes);
    }

    private Chosen chosen(String collective) throws IOException, RefusalException {
      if (in.isArray()) {
        List<String> keys = in.array(MAXIMUM_NAMED, in::key).stream().distinct().toList();
        if (keys.isEmpty()) {
          throw in.wrong("must name at least one key");
        }
        return new Chosen.Named(keys);
      }
      if (!in.isObject()) {
        return switch (in.text(64, 1)) {
          case "affected" -> new Chosen.Affected();
          case "all" -> new Chosen.All();
          default ->
              throw in.wrong(
                  "must be \"affected\", \"all\", an array of keys, or {\""
                      + collective
                      + "\": …}");
        };
      }
      List<String> key = new ArrayList<>(1);
      in.object(
          field -> {
            if (field.equals(collective)) {
              key.add(in.key());
            } else {
              in.unknown(field);
            }
          });
      if (key.isEmpty()) {
        throw in.missing(collective);
      }
      return new Chosen.In(key.getFirst());
    }

    private List<Long> quantities() throws IOException, RefusalException {
      List<Long> read = in.array(MAXIMUM_QUANTITIES, in::quantityAboveZero);
      if (read.isEmpty()) {
        throw in.wrong("must name at least one quantity");
      }
      return read.stream().distinct().toList();
    }

    private long margin() throws IOException, RefusalException {
      long percent = in.quantity();
      if (percent <= FixedPoint.of(-1_000) || percent >= FixedPoint.of(100)) {
        throw in.wrong("must be above -1000 and below 100");
      }
      return percent;
    }
  }
}
