package tradecounter.forward;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import tradecounter.configuration.TargetConfiguration.Folder;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;

/**
 * A file for each order, in a folder that somebody empties. Class C: what is written again has the
 * same name and the same bytes, which is all its reader has to tell it by. A file is there as a
 * whole or not at all: names that begin with a dot are unfinished. Any thread.
 */
final class FileAdapter implements ErpAdapter {
  private final Folder configuration;
  private final Path folder;

  FileAdapter(Folder configuration) {
    this.configuration = configuration;
    this.folder = configuration.path();
  }

  @Override
  public ErpClass erpClass() {
    return ErpClass.C;
  }

  @Override
  public Content content(String document) {
    return RestAdapter.mapped(configuration.content(), document);
  }

  @Override
  public Sent create(String key, Buffer content, BooleanSupplier leaseHolds) {
    String name = key + configuration.suffix();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      return new Sent.NotSent("'" + name + "' is no name of a file");
    }
    Path unfinished;
    try {
      unfinished = Files.createTempFile(folder, "." + name, null);
    } catch (IOException e) {
      return new Sent.NotSent(e.toString());
    }
    try {
      write(unfinished, content);
    } catch (IOException e) {
      return new Sent.NotSent(withoutTrace(unfinished, e));
    }
    if (!leaseHolds.getAsBoolean()) {
      return new Sent.NotSent(
          withoutTrace(unfinished, new IOException("the lease ran out before the file was there")));
    }
    try {
      Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      synchronize(folder);
      return new Sent.Acknowledged(name);
    } catch (IOException e) {
      return new Sent.Unknown(withoutTrace(unfinished, e));
    }
  }

  private static void write(Path file, Buffer content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** A new name is durable once its folder is. */
  private static void synchronize(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String withoutTrace(Path unfinished, IOException why) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      why.addSuppressed(e);
      return why + "; " + unfinished + " is left behind";
    }
    return why.toString();
  }

  @Override
  public LookedUp lookUp(String reference) {
    return new LookedUp.Failed("files are not looked up");
  }

  @Override
  public void close() {}
}
