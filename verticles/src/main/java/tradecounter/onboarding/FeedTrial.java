package tradecounter.onboarding;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.decode.Decoded;
import tradecounter.engine.snapshot.SnapshotComparison;
import tradecounter.engine.snapshot.SnapshotDifference;
import tradecounter.engine.state.World;
import tradecounter.feed.Delivered;
import tradecounter.feed.FeedDoor;
import tradecounter.format.RecordReader;
import tradecounter.format.SourceRecord;
import tradecounter.format.Unpacking;
import tradecounter.format.UnreadableException;
import tradecounter.log.Topics;

/**
 * What a feed's file would make of a delivery. Changes nothing. Any thread; blocks for as long as
 * the delivery is.
 */
public final class FeedTrial {
  private final World world;
  private final Topics topics;
  private final Configuration configuration;

  /**
   * Trials in a world.
   *
   * @param world empty if nothing is known of items
   */
  public FeedTrial(World world, Topics topics, Configuration configuration) {
    this.world = world;
    this.topics = topics;
    this.configuration = configuration;
  }

  /** One record and what it would say. */
  public sealed interface Tried {
    /** The events as JSON; none if it says nothing that concerns us. */
    record Said(String place, List<byte[]> events) implements Tried {}

    /** It would become a dead letter. */
    record Refused(String place, Decoded.Refused refusal) implements Tried {}
  }

  /**
   * What came of it.
   *
   * @param shown the first records
   * @param unreadable where it could not be read on
   * @param difference what it would sweep, if it is a snapshot
   */
  public record Outcome(
      long records,
      long events,
      long refused,
      List<Tried> shown,
      Optional<UnreadableException> unreadable,
      Optional<SnapshotDifference> difference) {

    /** Whether all of it would be taken. */
    public boolean isClean() {
      return refused == 0 && unreadable.isEmpty();
    }
  }

  /**
   * Tries it.
   *
   * @param delivered what is known of the sample
   * @param mostShown so many records are shown
   * @throws IOException if the bytes cannot be had
   */
  public Outcome run(FeedConfiguration feed, InputStream sample, Delivered delivered, int mostShown)
      throws IOException {
    FeedDoor door = new FeedDoor(List.of(feed), world, topics, configuration.limits().eventBytes());
    SnapshotComparison comparison =
        new SnapshotComparison(
            world, feed.rules(), feed.sweptKinds(), feed.snapshot().within(), mostShown);
    List<Tried> shown = new ArrayList<>();
    Optional<UnreadableException> unreadable = Optional.empty();
    long records = 0;
    long events = 0;
    long refused = 0;
    try (RecordReader reader =
        Unpacking.open(
            feed.format(),
            sample,
            configuration.deliveries().limits(),
            configuration.deliveries().bytes())) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        SourceRecord record = next.get();
        records++;
        Tried tried =
            switch (door.examine(feed.feed(), record, delivered)) {
              case FeedDoor.Examined.Passed passed -> {
                passed.meant().forEach(event -> comparison.mark(event.change()));
                yield new Tried.Said(record.place(), passed.events());
              }
              case FeedDoor.Examined.Turned turned ->
                  new Tried.Refused(record.place(), turned.refusal());
            };
        switch (tried) {
          case Tried.Said said -> events += said.events().size();
          case Tried.Refused _ -> refused++;
        }
        if (shown.size() < mostShown) {
          shown.add(tried);
        }
      }
    } catch (UnreadableException e) {
      unreadable = Optional.of(e);
    }
    return new Outcome(
        records,
        events,
        refused,
        shown,
        unreadable,
        feed.sweptKinds().isEmpty() ? Optional.empty() : Optional.of(comparison.difference()));
  }

  /** The outcome as the fields of a JSON object. */
  public static void write(JsonGenerator json, Outcome outcome) throws IOException {
    json.writeNumberField("records", outcome.records());
    json.writeNumberField("events", outcome.events());
    json.writeNumberField("refused", outcome.refused());
    if (outcome.unreadable().isPresent()) {
      UnreadableException why = outcome.unreadable().get();
      json.writeObjectFieldStart("unreadable");
      json.writeStringField("code", why.code());
      json.writeStringField("detail", why.detail());
      json.writeStringField("place", why.place());
      json.writeEndObject();
    }
    if (outcome.difference().isPresent()) {
      SnapshotDifference difference = outcome.difference().get();
      json.writeObjectFieldStart("difference");
      json.writeNumberField("known", difference.known());
      json.writeNumberField("vanishing", difference.vanishing());
      json.writeNumberField("zeroing", difference.zeroing());
      json.writeNumberField("changing", difference.changing());
      json.writeEndObject();
    }
    json.writeArrayFieldStart("shown");
    for (Tried tried : outcome.shown()) {
      json.writeStartObject();
      switch (tried) {
        case Tried.Said said -> {
          json.writeStringField("place", said.place());
          json.writeArrayFieldStart("events");
          for (byte[] event : said.events()) {
            json.writeRawValue(new String(event, java.nio.charset.StandardCharsets.UTF_8));
          }
          json.writeEndArray();
        }
        case Tried.Refused refused -> {
          json.writeStringField("place", refused.place());
          json.writeStringField("code", refused.refusal().code());
          json.writeStringField("detail", refused.refusal().detail());
          if (!refused.refusal().pointer().isEmpty()) {
            json.writeStringField("pointer", refused.refusal().pointer());
          }
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
