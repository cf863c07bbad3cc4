package tradecounter.loadtest.world.importers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tradecounter.loadtest.world.DelimitedRows;

/** The tables of AdventureWorks, whose files have no header: the script that loads them has it. */
final class AdventureWorksTables {
  private static final Pattern ROW_END = Pattern.compile("&\\|\\r?\\n");
  private static final Pattern CELL_END = Pattern.compile("\\+\\|");

  private final SourceFolder folder;
  private final SqlScript script;
  private final RowIndex products;
  private final Map<String, String> locationByProduct = new HashMap<>();

  private AdventureWorksTables(SourceFolder folder, SqlScript script) {
    this.folder = folder;
    this.script = script;
    this.products = byKey("Product", "ProductID");
    for (Row row : all("ProductInventory")) {
      locationByProduct.putIfAbsent(row.get("ProductID"), row.get("LocationID"));
    }
  }

  static AdventureWorksTables of(SourceFolder folder) {
    return new AdventureWorksTables(folder, new SqlScript(folder.text("instawdb.sql")));
  }

  /** A tab-separated table, row by row. */
  Stream<Row> read(String table) {
    List<String> columns = script.columns(table);
    return DelimitedRows.tabs(folder.reader(table + ".csv")).map(cells -> new Row(columns, cells));
  }

  /** The stores, whose file is separated by {@code +|} and {@code &|} since it has XML in it. */
  Stream<Row> stores() {
    List<String> columns = script.columns("Store");
    return ROW_END
        .splitAsStream(folder.text("Store.csv"))
        .map(row -> new Row(columns, List.of(CELL_END.split(row, -1))));
  }

  RowIndex byKey(String table, String column) {
    return RowIndex.of(read(table), column);
  }

  /** A table that is small. */
  List<Row> all(String table) {
    try (Stream<Row> rows = read(table)) {
      return rows.toList();
    }
  }

  Row product(String productId) {
    return products.get(productId);
  }

  /** The item key of a product. */
  String item(String productId) {
    return product(productId).get("ProductNumber");
  }

  /** Where a product lies, if it lies in several places the first; else Miscellaneous Storage. */
  String location(String productId) {
    return locationByProduct.getOrDefault(productId, "6");
  }
}
