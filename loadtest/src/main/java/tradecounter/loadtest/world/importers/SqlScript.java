package tradecounter.loadtest.world.importers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a Transact-SQL script says of its tables: column names, and rows to insert. */
record SqlScript(String text) {
  private static final Pattern COLUMN = Pattern.compile("^\\s*[\\[\"](\\w+)[\\]\"]");
  private static final Pattern NAME = Pattern.compile("\"(\\w+)\"");

  /**
   * The columns of a table in the order of its definition, computed ones included.
   *
   * @throws IllegalArgumentException if the script does not define the table
   */
  List<String> columns(String table) {
    Matcher definition =
        Pattern.compile("CREATE TABLE (\\[\\w+\\]\\.)?[\\[\"]" + table + "[\\]\"]\\s*\\(")
            .matcher(text);
    if (!definition.find()) {
      throw new IllegalArgumentException("no table " + table);
    }
    List<String> columns = new ArrayList<>();
    for (String line : text.substring(definition.end()).lines().skip(1).limit(60).toList()) {
      String trimmed = line.strip();
      if (trimmed.startsWith(")") || trimmed.startsWith("CONSTRAINT")) {
        break;
      }
      Matcher column = COLUMN.matcher(line);
      if (column.find()) {
        columns.add(column.group(1));
      }
    }
    return columns;
  }

  /** All rows that the script inserts into a table, in its order. */
  List<Row> rows(String table) {
    Matcher insert =
        Pattern.compile(
                "INSERT\\s+(?:INTO\\s+)?\"" + table + "\"\\s*(?:\\(([^)]*)\\))?\\s*VALUES\\s*\\(")
            .matcher(text);
    List<String> defined = columns(table);
    List<Row> rows = new ArrayList<>();
    while (insert.find()) {
      String named = insert.group(1);
      List<String> columns = named == null ? defined : names(named);
      rows.add(new Row(columns, values(insert.end())));
    }
    return rows;
  }

  private static List<String> names(String list) {
    return NAME.matcher(list).results().map(name -> name.group(1)).toList();
  }

  /** The literals from a place up to the closing parenthesis; NULL is empty. */
  private List<String> values(int start) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = start; ; i++) {
      char c = text.charAt(i);
      if (quoted && c == '\'' && text.charAt(i + 1) == '\'') {
        value.append(c);
        i++;
      } else if (c == '\'') {
        quoted = !quoted;
        if (quoted) {
          // What stands before the quote is the N of a national string.
          value.setLength(0);
        }
      } else if (quoted) {
        value.append(c);
      } else if (c == ',' || c == ')') {
        values.add(value.toString().equals("NULL") ? "" : value.toString());
        value.setLength(0);
        if (c == ')') {
          return values;
        }
      } else if (!Character.isWhitespace(c)) {
        value.append(c);
      }
    }
  }
}
