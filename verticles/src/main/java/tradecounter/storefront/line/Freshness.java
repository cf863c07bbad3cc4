package tradecounter.storefront.line;

import static tradecounter.json.JsonText.instant;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.state.FeedState;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.json.JsonText;

/**
 * How old the figures of an answer are: per feed they rest on, and the oldest of all.
 *
 * <p>A feed's figures are as of its last word: what it has not mentioned since has not changed. For
 * one answer, on one thread.
 */
public final class Freshness {
  private final long asOfMillis;
  private final boolean stale;
  private final List<Source> sources;
  private @Nullable SerializedString encoded;

  /**
   * How old the figures are.
   *
   * @param asOfMillis up to when everything in the answer is known
   */
  public Freshness(long asOfMillis, boolean stale, List<Source> sources) {
    this.asOfMillis = asOfMillis;
    this.stale = stale;
    this.sources = sources;
  }

  /**
   * One feed that the answer rests on.
   *
   * @param policy what its figures count for while it is stale
   * @param clockStandsStill whether it speaks, but always of the same old time
   */
  public record Source(
      String feed,
      long asOfMillis,
      long lagMillis,
      boolean stale,
      StalePolicy policy,
      boolean clockStandsStill) {}

  /** The feeds of the bits, as they are now. */
  public static Freshness of(World world, FeedDoor door, long feedBits, long nowMillis) {
    List<Source> sources = new ArrayList<>(4);
    long asOf = nowMillis;
    boolean stale = false;
    for (long rest = feedBits; rest != 0; rest &= rest - 1) {
      FeedState feed = world.feed(Long.numberOfTrailingZeros(rest));
      long lag = Math.max(0, nowMillis - feed.asOfMillis());
      SupplyPolicy policy = door.supply(feed.feed());
      boolean late = policy.isStale(feed.asOfMillis(), nowMillis);
      boolean standsStill = feed.clockStandsStill(policy.staleAfterMillis(), nowMillis);
      sources.add(
          new Source(feed.feed(), feed.asOfMillis(), lag, late, policy.stale(), standsStill));
      asOf = Math.min(asOf, feed.asOfMillis());
      stale |= late;
    }
    return new Freshness(asOf, stale, sources);
  }

  public long asOfMillis() {
    return asOfMillis;
  }

  public boolean isStale() {
    return stale;
  }

  /**
   * The same, encoded once for the many lines that share it. Not while something else is written: a
   * second writer on the thread has no buffers of its own to use again.
   */
  public Freshness ready() {
    encoded = JsonText.fields(this::write);
    return this;
  }

  /** Writes what {@link #write} writes, after fields that the generator knows of. */
  public void writeShared(JsonGenerator json) throws IOException {
    if (encoded == null) {
      write(json);
    } else {
      json.writeRaw(',');
      json.writeRaw(encoded);
    }
  }

  /** The same, after fields that stand there as bytes already. */
  public void writeRaw(JsonGenerator json) throws IOException {
    json.writeRaw(',');
    if (encoded == null) {
      write(json);
    } else {
      json.writeRaw(encoded);
    }
  }

  /** Writes {@code asOf} and {@code freshness} into the object that is open. */
  public void write(JsonGenerator json) throws IOException {
    instant(json, "asOf", asOfMillis);
    json.writeObjectFieldStart("freshness");
    json.writeStringField("state", state(stale));
    json.writeArrayFieldStart("sources");
    for (Source source : sources) {
      json.writeStartObject();
      json.writeStringField("feed", source.feed());
      instant(json, "asOf", source.asOfMillis());
      json.writeNumberField("lagMs", source.lagMillis());
      json.writeStringField("state", state(source.stale()));
      if (source.stale()) {
        policy(json, source.policy());
      }
      if (source.clockStandsStill()) {
        json.writeStringField("clock", "STANDS_STILL");
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Writes what is done with the figures of a stale feed into the object that is open. */
  public static void policy(JsonGenerator json, StalePolicy policy) throws IOException {
    json.writeStringField("policy", policy.kind().name());
    if (policy.kind() == StalePolicy.Kind.HAIRCUT) {
      JsonText.quantity(json, "haircutPercent", policy.haircutPercent());
    }
  }

  private static String state(boolean stale) {
    return stale ? "STALE" : "FRESH";
  }
}
