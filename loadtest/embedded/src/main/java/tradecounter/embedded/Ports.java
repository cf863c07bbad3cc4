package tradecounter.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of 127.0.0.1. Safe for all threads. */
public final class Ports {
  static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /**
   * Below the ports that the kernel gives to clients, so that no connection takes one before its
   * server is there.
   */
  private static final int FIRST = 10_000;

  private static final int COUNT = 20_000;

  private static int next = -1;

  /** A port that nobody listens on at this moment; it is not given out again soon. */
  public static synchronized int free() {
    if (next < 0) {
      next = ThreadLocalRandom.current().nextInt(COUNT);
    }
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + next;
      next = (next + 1) % COUNT;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port on " + LOOPBACK);
  }

  private static boolean isFree(int port) {
    try {
      listen(port).close();
      return true;
    } catch (IOException e) {
      return false;
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
