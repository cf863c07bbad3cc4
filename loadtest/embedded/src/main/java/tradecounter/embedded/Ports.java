package tradecounter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1. Stateless, safe for all threads. */
public final class Ports {
  static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /** A port that nobody listens on at this moment; the kernel does not give it out again soon. */
  public static int free() {
    try (ServerSocket socket = listen(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port on " + LOOPBACK, e);
    }
  }

  /**
   * Checks that a server could listen on {@code port}.
   *
   * @param what who needs it, such as "PostgreSQL"
   * @param howToChange what the user does to choose another port, such as "set TC_PG_PORT"
   * @throws EmbeddedStartException naming all three if the port is taken
   */
  public static void requireFree(int port, String what, String howToChange) {
    try {
      listen(port).close();
    } catch (IOException e) {
      throw new EmbeddedStartException(
          "Port " + port + ", needed by " + what + ", is taken; to choose another: " + howToChange,
          e);
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
