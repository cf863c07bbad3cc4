package tradecounter.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows as lines of JSON: an object with the columns by their labels. Numbers are exact, dates and
 * times ISO 8601, bytes Base64; a column that is null is left out. One thread.
 */
final class RowText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private enum Kind {
    NUMBER,
    BINARY_NUMBER,
    TRUTH,
    DATE,
    TIME,
    MOMENT,
    MOMENT_OF_ZONE,
    BYTES,
    TEXT
  }

  private record Column(int index, String label, Kind kind, boolean isCursor) {}

  private final List<Column> columns = new ArrayList<>();
  private Optional<String> cursor = Optional.empty();

  /**
   * @param cursor the label of a column; empty for none
   * @throws AskFailedException if there is no such column
   */
  RowText(ResultSetMetaData rows, String cursor) throws SQLException, AskFailedException {
    boolean found = cursor.isEmpty();
    for (int i = 1; i <= rows.getColumnCount(); i++) {
      String label = rows.getColumnLabel(i);
      // Without quotes, databases write names in the case they like.
      boolean isCursor = !cursor.isEmpty() && label.equalsIgnoreCase(cursor);
      found |= isCursor;
      columns.add(
          new Column(i, label, kind(rows.getColumnType(i), rows.getColumnTypeName(i)), isCursor));
    }
    if (!found) {
      throw new AskFailedException("transport.cursor: the query gives no column '" + cursor + "'");
    }
  }

  private static Kind kind(int type, String name) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.DECIMAL ->
          Kind.NUMBER;
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> Kind.BINARY_NUMBER;
      case Types.BIT, Types.BOOLEAN -> Kind.TRUTH;
      case Types.DATE -> Kind.DATE;
      case Types.TIME -> Kind.TIME;
      case Types.TIMESTAMP -> hasZone(name) ? Kind.MOMENT_OF_ZONE : Kind.MOMENT;
      case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.MOMENT_OF_ZONE;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Kind.BYTES;
      default -> Kind.TEXT;
    };
  }

  /** Postgres calls both kinds of moments a TIMESTAMP. */
  private static boolean hasZone(String typeName) {
    String lower = typeName.toLowerCase(Locale.ROOT);
    return lower.equals("timestamptz") || lower.contains("with time zone");
  }

  /** Writes the row that the rows are at. */
  void write(ResultSet rows, OutputStream out) throws SQLException, IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      json.writeStartObject();
      for (Column column : columns) {
        Object value = value(rows, column);
        if (value != null) {
          write(json, column, value);
        }
      }
      json.writeEndObject();
    }
    line.write('\n');
    line.writeTo(out);
  }

  private void write(JsonGenerator json, Column column, Object value) throws IOException {
    json.writeFieldName(column.label());
    switch (value) {
      case BigDecimal number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      default -> json.writeString(value.toString());
    }
    if (column.isCursor()) {
      cursor =
          Optional.of(
              value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }
  }

  private static @Nullable Object value(ResultSet rows, Column column) throws SQLException {
    int at = column.index();
    return switch (column.kind()) {
      case NUMBER -> rows.getBigDecimal(at);
      case BINARY_NUMBER -> number(rows.getString(at));
      case TRUTH -> {
        boolean truth = rows.getBoolean(at);
        yield rows.wasNull() ? null : (Object) truth;
      }
      case DATE -> rows.getObject(at, LocalDate.class);
      case TIME -> rows.getObject(at, LocalTime.class);
      case MOMENT -> rows.getObject(at, LocalDateTime.class);
      case MOMENT_OF_ZONE -> rows.getObject(at, OffsetDateTime.class);
      case BYTES -> {
        byte[] bytes = rows.getBytes(at);
        yield bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
      }
      case TEXT -> rows.getString(at);
    };
  }

  /** As the database writes it; what is no number at all, such as NaN, is a text. */
  private static @Nullable Object number(@Nullable String text) {
    try {
      return text == null ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** What the cursor's column said last; empty if nothing. */
  Optional<String> cursor() {
    return cursor;
  }
}
