package tradecounter.loadtest.world.importers;

import java.util.List;

/** One row of a table; a cell without a value is empty. */
record Row(List<String> columns, List<String> cells) {

  Row {
    if (columns.size() != cells.size()) {
      throw new IllegalArgumentException(cells + " does not fit the columns " + columns);
    }
  }

  /** The cell as it stands in the source. */
  String get(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("no column " + column + " in " + columns);
    }
    return cells.get(index);
  }

  boolean has(String column) {
    return !get(column).isEmpty();
  }
}
