package tradecounter.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The little Redis that the tests need: one connection, one command after the other. */
final class Commands implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  private final Socket socket = new Socket();
  private final BufferedReader answers;

  Commands(RedisServer server, int answerTimeoutMillis) throws IOException {
    socket.connect(
        new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), server.port()),
        CONNECT_TIMEOUT_MS);
    socket.setSoTimeout(answerTimeoutMillis);
    answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** One command on a connection of its own. */
  static String answer(RedisServer server, String command) throws IOException {
    try (Commands commands = new Commands(server, CONNECT_TIMEOUT_MS)) {
      return commands.answer(command);
    }
  }

  /**
   * Its answer; of an answer of several lines, all of them.
   *
   * @param command with blanks between its words
   */
  String answer(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
    String first = answers.readLine();
    if (first == null) {
      throw new IOException("the server has closed the connection");
    }
    if (!first.startsWith("$") || first.equals("$-1")) {
      return first;
    }
    char[] text = new char[Integer.parseInt(first.substring(1))];
    for (int got = 0; got < text.length; ) {
      int more = answers.read(text, got, text.length - got);
      if (more < 0) {
        throw new IOException("the server has closed the connection");
      }
      got += more;
    }
    answers.readLine();
    return new String(text);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
