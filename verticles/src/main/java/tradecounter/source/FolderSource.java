package tradecounter.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tradecounter.configuration.Transport;
import tradecounter.delivery.Delivery;
import tradecounter.delivery.DeliveryWriter;
import tradecounter.format.NamePattern;

/**
 * A folder that somebody fills. A complete file becomes a delivery and is moved to the archive.
 * Whatever is killed in between, the file is still there: what was taken is recognised by name,
 * time and content and only moved.
 */
final class FolderSource implements Source {
  private static final String TRANSPORT = "FOLDER";
  private static final String ARCHIVE = "archive";
  private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".filepart");
  private static final int STEP_BYTES = 1 << 18;
  private static final int SHOWN_PROBLEMS = 3;

  private final Transport.Folder settings;
  private final Path folder;
  private final Deliveries deliveries;
  private final AnswersFolder answers;
  private final InstantSource clock;

  /** What the last look saw, by name. */
  private Map<String, Sighting> sightings = new HashMap<>();

  /** A file as it was seen. */
  private record Seen(Path path, long size, Instant modified) {
    String name() {
      return path.getFileName().toString();
    }

    boolean isAs(Seen other) {
      return size == other.size && modified.equals(other.modified);
    }
  }

  private record Sighting(Seen file, long sinceNanos) {}

  FolderSource(
      Transport.Folder settings, Deliveries deliveries, SourceStore store, InstantSource clock) {
    this.settings = settings;
    this.folder = Path.of(settings.folder());
    this.deliveries = deliveries;
    this.clock = clock;
    this.answers =
        new AnswersFolder(
            settings.acknowledgements().isEmpty()
                ? folder.resolve("acknowledgements")
                : Path.of(settings.acknowledgements()),
            deliveries.feed().feed(),
            store);
  }

  @Override
  public String ask(Round round) throws AskFailedException, Round.EndedException, SQLException {
    List<String> problems = new ArrayList<>();
    for (Seen file : complete()) {
      round.goOn();
      try {
        take(file, round);
      } catch (NoSuchFileException e) {
        // Whoever has put it there has taken it away again.
        sightings.remove(file.name());
      } catch (IOException e) {
        problems.add(file.name() + ": " + e);
      }
    }
    try {
      answers.write(round);
    } catch (IOException e) {
      problems.add("acknowledgements cannot be written: " + e);
    }
    int more = problems.size() - SHOWN_PROBLEMS;
    return String.join("; ", problems.subList(0, Math.min(problems.size(), SHOWN_PROBLEMS)))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /** The files that nobody writes any more, the oldest first. */
  private List<Seen> complete() throws AskFailedException {
    List<Seen> complete = new ArrayList<>();
    Map<String, Sighting> seenNow = new HashMap<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        Optional<Seen> seen =
            isWanted(path.getFileName().toString()) ? see(path) : Optional.empty();
        if (seen.isPresent()) {
          Sighting sighting = sighting(seen.get());
          seenNow.put(seen.get().name(), sighting);
          if (isComplete(sighting)) {
            complete.add(seen.get());
          }
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw new AskFailedException("the folder " + folder + " cannot be looked into: " + e);
    }
    sightings = seenNow;
    complete.sort(Comparator.comparing(Seen::modified).thenComparing(Seen::name));
    return complete;
  }

  private boolean isWanted(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && UNFINISHED.stream().noneMatch(lower::endsWith)
        && (settings.marker().isEmpty() || !name.endsWith(settings.marker()))
        && NamePattern.matches(settings.names(), name);
  }

  /** The file as it is; empty if it is none, or gone. */
  private static Optional<Seen> see(Path path) throws IOException {
    try {
      BasicFileAttributes is =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      // Postgres keeps microseconds.
      return is.isRegularFile()
          ? Optional.of(
              new Seen(
                  path,
                  is.size(),
                  is.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Sighting sighting(Seen file) {
    Sighting before = sightings.get(file.name());
    return before != null && before.file().isAs(file)
        ? before
        : new Sighting(file, System.nanoTime());
  }

  private boolean isComplete(Sighting sighting) {
    if (!settings.marker().isEmpty()) {
      return Files.exists(marker(sighting.file()));
    }
    long settledNanos = System.nanoTime() - sighting.sinceNanos();
    return sighting.equals(sightings.get(sighting.file().name()))
        && settledNanos >= TimeUnit.MILLISECONDS.toNanos(settings.settleMillis());
  }

  private Path marker(Seen file) {
    return folder.resolve(file.name() + settings.marker());
  }

  private void take(Seen file, Round round) throws IOException, SQLException, Round.EndedException {
    if (file.size() > deliveries.settings().bytes()) {
      throw new IOException(
          "it has " + file.size() + " bytes, at most " + deliveries.settings().bytes());
    }
    Instant now = clock.instant();
    Instant toldAt = file.modified().isAfter(now) ? now : file.modified();
    if (wasTaken(file, toldAt, round) || deliver(file, toldAt, round)) {
      archive(file);
    }
  }

  /** Whether it is here still only because it could not be moved when it was taken. */
  private boolean wasTaken(Seen file, Instant toldAt, Round round)
      throws IOException, SQLException, Round.EndedException {
    Optional<Delivery> newest = deliveries.newest(file.name());
    return newest.isPresent()
        && isTaken(newest.get().state())
        && newest.get().bytes() == file.size()
        && newest.get().toldAt().equals(toldAt)
        && newest.get().hash().equals(hash(file, round));
  }

  private static boolean isTaken(Delivery.State state) {
    return switch (state) {
      case RECEIVED, APPLYING, QUARANTINED, APPLIED, DUPLICATE -> true;
      // Whoever puts back what was turned away wants it looked at again.
      case RECEIVING, REFUSED, REJECTED -> false;
    };
  }

  /** What a file is read into. */
  private interface Sink {
    void take(byte[] bytes, int length) throws SQLException;
  }

  private static void read(Seen file, Round round, Sink sink)
      throws IOException, SQLException, Round.EndedException {
    byte[] step = new byte[STEP_BYTES];
    try (InputStream bytes = Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS)) {
      for (int count = bytes.read(step); count >= 0; count = bytes.read(step)) {
        round.goOn();
        sink.take(step, count);
      }
    }
  }

  private static String hash(Seen file, Round round)
      throws IOException, SQLException, Round.EndedException {
    MessageDigest digest = DeliveryWriter.sha256();
    read(file, round, (bytes, length) -> digest.update(bytes, 0, length));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether it was still the same file in the end. */
  private boolean deliver(Seen file, Instant toldAt, Round round)
      throws IOException, SQLException, Round.EndedException {
    DeliveryWriter writer = deliveries.begin(file.name(), TRANSPORT, toldAt, true);
    boolean whole = false;
    try {
      read(file, round, (bytes, length) -> writer.write(bytes, 0, length));
      whole = isUnchanged(file);
    } finally {
      if (!whole) {
        writer.abandon();
      }
    }
    if (whole) {
      deliveries.complete(writer, Optional.empty());
    }
    return whole;
  }

  private static boolean isUnchanged(Seen file) throws IOException {
    return see(file.path()).filter(file::isAs).isPresent();
  }

  /** A file of the same name that was put there meanwhile is another one: it stays. */
  private void archive(Seen file) throws IOException {
    if (isUnchanged(file)) {
      Path archive = Files.createDirectories(folder.resolve(ARCHIVE));
      // The marker first: one that is left behind would call the next file of the name complete.
      if (!settings.marker().isEmpty() && Files.exists(marker(file))) {
        move(marker(file), archive);
      }
      move(file.path(), archive);
    }
    sightings.remove(file.name());
  }

  private static void move(Path file, Path archive) throws IOException {
    String name = file.getFileName().toString();
    Path free = archive.resolve(name);
    for (int again = 1; ; again++) {
      try {
        Files.move(file, free);
        return;
      } catch (FileAlreadyExistsException e) {
        free = archive.resolve(name + "." + again);
      }
    }
  }

  @Override
  public void close() {}
}
