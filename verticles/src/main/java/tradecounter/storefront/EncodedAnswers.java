package tradecounter.storefront;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.json.JsonText;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.Freshness;
import tradecounter.storefront.line.Line;

/**
 * Answers to those who ask for nothing in particular, kept as bytes: only their freshness is
 * written each time. An answer is used while the engine gives the very same figures, which it does
 * until something of the item changes. Bounded by bytes. Any thread.
 */
public final class EncodedAnswers {
  /** The key, the cache's own entry and the figures that are held with the bytes, about. */
  private static final int OVERHEAD_BYTES = 2_000;

  private final Cache<Key, Encoded> answers;

  private record Key(String item, String network, UnitOfMeasure unit, AnswerShape shape) {}

  /** The fields before the freshness and those after it, as they stand between the braces. */
  private record Encoded(Figures figures, SerializedString before, SerializedString after)
      implements Line.Writing {
    @Override
    public void to(JsonGenerator json, Freshness freshness) throws IOException {
      json.writeRaw(before);
      freshness.writeRaw(json);
      json.writeRaw(after);
    }

    int bytes() {
      return OVERHEAD_BYTES + before.getValue().length() + after.getValue().length();
    }
  }

  /** Keeps answers of at most so many bytes together. */
  public EncodedAnswers(long maximumBytes) {
    answers =
        Caffeine.newBuilder()
            .maximumWeight(maximumBytes)
            .<Key, Encoded>weigher((_, encoded) -> encoded.bytes())
            .build();
  }

  /** The figures as an answer, encoded once. */
  @SuppressWarnings("ReferenceEquality") // The same figures, not merely equal ones: that is cheap.
  Line.Writing of(Figures figures, UnitOfMeasure unit, AnswerShape shape) {
    Key key = new Key(figures.item().item(), figures.network(), unit, shape);
    Encoded kept = answers.getIfPresent(key);
    if (kept == null || kept.figures() != figures) {
      kept = encoded(new AvailabilityWriter(figures, unit, new QuantityCheck.Valid(), shape));
      answers.put(key, kept);
    }
    return kept;
  }

  private static Encoded encoded(AvailabilityWriter writer) {
    return new Encoded(
        writer.figures(),
        JsonText.fields(writer::beforeFreshness),
        new SerializedString(',' + JsonText.fields(writer::afterFreshness).getValue()));
  }
}
