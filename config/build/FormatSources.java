import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats every Java source below a folder, or with {@code check} names those that differ and
 * fails.
 */
final class FormatSources {
  private FormatSources() {}

  public static void main(String[] arguments) throws Exception {
    boolean check = arguments[0].equals("check");
    Path root = Path.of(arguments[1]).toAbsolutePath().normalize();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(root)) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !root.relativize(file).toString().contains("target"))
              .toList();
    }
    Formatter formatter = new Formatter();
    int differing = 0;
    for (Path source : sources) {
      String text = Files.readString(source);
      String formatted =
          formatter.formatSource(
              RemoveUnusedImports.removeUnusedImports(
                  ImportOrderer.reorderImports(text, Style.GOOGLE)));
      if (!formatted.equals(text)) {
        differing++;
        if (check) {
          System.err.println("not formatted: " + root.relativize(source));
        } else {
          Files.writeString(source, formatted);
        }
      }
    }
    if (check && differing > 0) {
      System.err.println(differing + " files are not formatted; run: mvn -N -Pformat");
      System.exit(1);
    }
  }
}
