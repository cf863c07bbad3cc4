package tradecounter.deadletter;

import static tradecounter.json.JsonText.instant;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tradecounter.feed.DeadLetter;
import tradecounter.feed.FeedDoor.Examined;
import tradecounter.json.JsonTree;
import tradecounter.store.KeptLetter;

/** A dead letter in the words of who has to mend it, as fields of a JSON object. Stateless. */
final class DeadLetterText {
  private DeadLetterText() {}

  /** As it stands in a list. */
  record Listed(KeptLetter kept, Optional<String> subject, Optional<String> rawText) {
    /** Reads its bytes, so that the event loop need not. */
    static Listed of(KeptLetter kept) {
      return new Listed(kept, kept.current().subject(), kept.letter().rawText());
    }
  }

  /**
   * All there is to say of one.
   *
   * @param versionNow of its feed's file; empty if the feed is no more
   * @param trial what the door makes of it now
   */
  record Whole(Listed listed, String versionNow, Examined trial) {}

  static void write(JsonGenerator json, Listed listed) throws IOException {
    KeptLetter kept = listed.kept();
    DeadLetter letter = kept.letter();
    json.writeStringField("id", String.valueOf(kept.id()));
    json.writeStringField("feed", letter.feed());
    instant(json, "receivedAt", kept.receivedAt().toEpochMilli());
    json.writeStringField("place", letter.place());
    write(json, "subject", listed.subject().orElse(""));
    json.writeStringField("code", letter.code());
    json.writeStringField("detail", letter.detail());
    write(json, "pointer", letter.pointer());
    write(json, "eventId", letter.eventId());
    bytes(json, letter.raw(), listed.rawText());
    json.writeStringField("state", kept.state().name());
    json.writeNumberField("version", kept.version());
    json.writeBooleanField("edited", kept.edit().isPresent());
    json.writeNumberField("replays", kept.replays());
    if (kept.ending().isPresent()) {
      KeptLetter.Ending ending = kept.ending().get();
      json.writeObjectFieldStart("ending");
      instant(json, "at", ending.at().toEpochMilli());
      json.writeStringField("by", ending.by());
      write(json, "outcome", ending.outcome());
      json.writeStringField("resolution", ending.resolution());
      json.writeEndObject();
    }
  }

  /** With all that is known of it. */
  static void write(JsonGenerator json, Whole whole) throws IOException {
    KeptLetter kept = whole.listed().kept();
    write(json, whole.listed());
    json.writeStringField("judge", kept.judge().name());
    json.writeBooleanField("unsettled", kept.unsettled());
    if (kept.edit().isPresent()) {
      KeptLetter.Edit edit = kept.edit().get();
      json.writeObjectFieldStart("edit");
      instant(json, "at", edit.at().toEpochMilli());
      json.writeStringField("by", edit.by());
      bytes(json, edit.raw(), kept.current().rawText());
      json.writeEndObject();
    }
    if (kept.first().isPresent()) {
      KeptLetter.Refusal first = kept.first().get();
      json.writeObjectFieldStart("first");
      refusal(json, first.code(), first.detail(), first.pointer());
      json.writeEndObject();
    }
    json.writeObjectFieldStart("mapping");
    DeadLetter.Source source = kept.letter().source();
    write(json, "then", source.version());
    write(json, "now", whole.versionNow());
    json.writeEndObject();
    if (!LetterDoor.isCanonical(kept)) {
      json.writeObjectFieldStart("record");
      json.writeNumberField("number", source.number());
      json.writeStringField("delivery", source.delivered().id());
      write(json, "name", source.delivered().name());
      if (source.delivered().time().isPresent()) {
        instant(json, "time", source.delivered().time().get().toEpochMilli());
      }
      json.writeFieldName("header");
      json.writeRawValue(JsonTree.write(source.header()).toString(StandardCharsets.UTF_8));
      json.writeEndObject();
    }
    json.writeObjectFieldStart("trial");
    switch (whole.trial()) {
      case Examined.Passed passed -> {
        json.writeArrayFieldStart("events");
        for (byte[] event : passed.events()) {
          json.writeRawValue(new String(event, StandardCharsets.UTF_8));
        }
        json.writeEndArray();
      }
      case Examined.Turned turned -> {
        json.writeObjectFieldStart("refusal");
        refusal(
            json, turned.refusal().code(), turned.refusal().detail(), turned.refusal().pointer());
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static void refusal(JsonGenerator json, String code, String detail, String pointer)
      throws IOException {
    json.writeStringField("code", code);
    json.writeStringField("detail", detail);
    write(json, "pointer", pointer);
  }

  private static void bytes(JsonGenerator json, byte[] raw, Optional<String> text)
      throws IOException {
    json.writeBinaryField("raw", raw);
    if (text.isPresent()) {
      json.writeStringField("rawText", text.get());
    }
  }

  private static void write(JsonGenerator json, String field, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(field, text);
    }
  }
}
