package tradecounter.loadtest.world.importers;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of a table by its key. */
final class RowIndex {
  private final String column;
  private final Map<String, Row> rows;

  private RowIndex(String column, Map<String, Row> rows) {
    this.column = column;
    this.rows = rows;
  }

  /** Reads all of the rows, and closes their stream. */
  static RowIndex of(Stream<Row> rows, String column) {
    try (rows) {
      return new RowIndex(
          column, rows.collect(Collectors.toMap(row -> row.get(column), Function.identity())));
    }
  }

  Optional<Row> find(String key) {
    return Optional.ofNullable(rows.get(key));
  }

  /**
   * The row with a key that the data promises.
   *
   * @throws IllegalStateException if it does not keep that promise
   */
  Row get(String key) {
    return find(key)
        .orElseThrow(() -> new IllegalStateException("no row with " + column + " " + key));
  }
}
