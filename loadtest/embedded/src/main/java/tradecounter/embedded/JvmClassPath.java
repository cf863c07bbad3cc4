package tradecounter.embedded;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where this JVM has its classes from, for a child that needs the same ones. */
final class JvmClassPath {
  private JvmClassPath() {}

  /**
   * Absolute entries, joined. A jar with nothing but a {@code Class-Path} in its manifest
   * (surefire, or a launcher's) works for the child as it does here. Launchers that run their
   * program in a class loader of its own, such as {@code exec:java}, are asked for its addresses.
   */
  static String current() {
    Set<String> entries = new LinkedHashSet<>();
    for (ClassLoader loader = JvmClassPath.class.getClassLoader();
        loader != null;
        loader = loader.getParent()) {
      if (loader instanceof URLClassLoader urls) {
        Stream.of(urls.getURLs()).flatMap(JvmClassPath::files).forEach(entries::add);
      }
    }
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      entries.addAll(absolute(System.getProperty(property, "")));
    }
    return entries.stream().collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> absolute(String path) {
    List<String> entries = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        entries.add(Path.of(entry).toAbsolutePath().toString());
      }
    }
    return entries;
  }

  private static Stream<String> files(URL url) {
    try {
      URI uri = url.toURI();
      return "file".equals(uri.getScheme()) ? Stream.of(Path.of(uri).toString()) : Stream.empty();
    } catch (URISyntaxException e) {
      return Stream.empty();
    }
  }
}
