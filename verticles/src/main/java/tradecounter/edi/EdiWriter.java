package tradecounter.edi;

import io.xlate.edi.schema.EDISchemaException;
import io.xlate.edi.schema.Schema;
import io.xlate.edi.schema.SchemaFactory;
import io.xlate.edi.stream.EDIOutputFactory;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.List;
import java.util.Map;

/**
 * One interchange, by StAEDI, in memory. Characters that an element cannot have become blanks. One
 * thread.
 */
final class EdiWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Delimiters delimiters;
  private final CharsetEncoder encoder;
  private final EDIStreamWriter writer;

  /**
   * Begins with the delimiters, that is with UNA in EDIFACT.
   *
   * @param version ISA12, or 0002 of UNB
   */
  EdiWriter(Standard standard, String version, Delimiters delimiters, Charset charset) {
    this.delimiters = delimiters;
    this.encoder = charset.newEncoder();
    EDIOutputFactory factory = EDIOutputFactory.newFactory();
    for (Map.Entry<String, Character> delimiter : delimiters.forWriter().entrySet()) {
      factory.setProperty(delimiter.getKey(), delimiter.getValue());
    }
    factory.setProperty(EDIOutputFactory.TRUNCATE_EMPTY_ELEMENTS, true);
    // What a partner called itself or sent is quoted as it was, be it right or wrong.
    factory.setErrorReporter((_, _, _, _, _) -> {});
    try {
      writer = factory.createEDIStreamWriter(bytes, charset.name());
      writer.setControlSchema(schema(standard, version));
      writer.startInterchange();
      if (standard == Standard.EDIFACT) {
        writer.writeStartSegment("UNA").writeEndSegment();
      }
    } catch (EDIStreamException e) {
      throw failed(e);
    }
  }

  private static Schema schema(Standard standard, String version) {
    try {
      return standard == Standard.X12
          ? LibraryReader.x12Schema(version)
          : SchemaFactory.newFactory()
              .getControlSchema(standard.name(), new String[] {"UNOA", version});
    } catch (EDISchemaException e) {
      throw new IllegalStateException("StAEDI has no envelope of " + standard + " " + version, e);
    }
  }

  /**
   * A segment; empty elements at its end are left out.
   *
   * @param elements each a text, or a list of the texts of its components
   */
  EdiWriter segment(String tag, Object... elements) {
    return segment(tag, List.of(elements));
  }

  /** As the other. */
  EdiWriter segment(String tag, List<?> elements) {
    try {
      writer.writeStartSegment(tag);
      for (Object element : elements) {
        if (element instanceof List<?> components) {
          writer.writeStartElement();
          for (Object component : components) {
            writer.writeComponent(clean(component.toString()));
          }
          writer.endElement();
        } else {
          writer.writeElement(clean(element.toString()));
        }
      }
      writer.writeEndSegment();
    } catch (EDIStreamException e) {
      throw failed(e);
    }
    return this;
  }

  /** ISA16 is a delimiter, as is nothing else that is written. */
  EdiWriter interchangeHeader(List<String> elements) {
    try {
      writer.writeStartSegment("ISA");
      for (String element : elements) {
        writer.writeElement(element);
      }
      writer.writeElement(String.valueOf(delimiters.component()));
      writer.writeEndSegment();
    } catch (EDIStreamException e) {
      throw failed(e);
    }
    return this;
  }

  byte[] end() {
    try {
      writer.endInterchange();
      writer.close();
    } catch (EDIStreamException e) {
      throw failed(e);
    }
    return bytes.toByteArray();
  }

  private String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      boolean released = delimiters.release() != Delimiters.NONE;
      boolean possible =
          next >= ' '
              && next != 0x7F
              && encoder.canEncode(next)
              && (released || !delimiters.contains(next));
      clean.append(possible ? next : ' ');
    }
    return clean.toString();
  }

  private static IllegalStateException failed(EDIStreamException why) {
    return new IllegalStateException("an interchange cannot be written", why);
  }
}
