package tradecounter.loadtest.world.importers;

import java.nio.file.Path;

/** Where the real data sets are: the system property {@code shared.data}. */
final class SharedFolder {
  private SharedFolder() {}

  static Path of(String dataSet) {
    String root = System.getProperty("shared.data");
    if (root == null) {
      throw new IllegalStateException("the system property shared.data is not set");
    }
    return Path.of(root, dataSet);
  }
}
