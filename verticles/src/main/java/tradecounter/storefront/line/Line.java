package tradecounter.storefront.line;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import tradecounter.json.JsonText;

/** What one line of a question is answered with: figures, or why there are none. */
public sealed interface Line {
  /** Figures that rest on the words of some feeds; {@code writing} fills one JSON object. */
  record Figures(long feedBits, Writing writing) implements Line {}

  /**
   * No figures. {@code status} is what a single question is answered with.
   *
   * @param lineId the asker's own name of the line, empty if it has none
   * @param more writes further members of the problem
   */
  record Problematic(
      String lineId, String item, int status, String code, String detail, JsonText.Writing more)
      implements Line {
    public Problematic(String item, int status, String code, String detail, JsonText.Writing more) {
      this("", item, status, code, detail, more);
    }

    public Problematic(String item, int status, String code, String detail) {
      this(item, status, code, detail, _ -> {});
    }

    /** The same of a line that its asker calls so. */
    public Problematic ofLine(String name) {
      return new Problematic(name, item, status, code, detail, more);
    }

    public void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      if (!lineId.isEmpty()) {
        json.writeStringField("lineId", lineId);
      }
      json.writeStringField("item", item);
      json.writeObjectFieldStart("problem");
      writeFields(json);
      json.writeEndObject();
      json.writeEndObject();
    }

    /** Writes what the problem is into the object that is open. */
    public void writeFields(JsonGenerator json) throws IOException {
      json.writeStringField("code", code);
      json.writeStringField("detail", detail);
      more.to(json);
    }
  }

  /** Writes the fields of one answer, its freshness among them. */
  interface Writing {
    void to(JsonGenerator json, Freshness freshness) throws IOException;
  }
}
