package tradecounter.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that is kept alive: a request, then its answer. It reads only what the
 * servers here send, so that it costs little. One thread.
 */
public final class HttpConnection implements AutoCloseable {
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[1 << 16];
  private int bodyFrom;
  private int bodyTo;

  public HttpConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** The bytes of a request without body. */
  public static byte[] get(String path, String token) {
    return head("GET " + path, token).concat("\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** The bytes of a request with a body. */
  public static byte[] post(String path, String token, String type, byte[] body) {
    byte[] head =
        head("POST " + path, token)
            .concat("content-type: %s\r\ncontent-length: %d\r\n\r\n".formatted(type, body.length))
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  private static String head(String methodAndPath, String token) {
    return methodAndPath
        + " HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\nauthorization: Bearer "
        + token
        + "\r\n";
  }

  /** Sends a request, reads its whole answer and gives the status. */
  public int exchange(byte[] request) throws IOException {
    out.write(request);
    int filled = 0;
    int headEnd = -1;
    while (headEnd < 0) {
      filled = readMore(filled);
      headEnd = endOfHead(filled);
    }
    bodyFrom = headEnd;
    bodyTo = headEnd + contentLength(headEnd);
    while (filled < bodyTo) {
      filled = readMore(filled);
    }
    return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
  }

  /** The body of the last answer. */
  public byte[] body() {
    return Arrays.copyOfRange(buffer, bodyFrom, bodyTo);
  }

  /** Status line, headers and body of the last answer, as text. */
  public String answer() {
    return new String(buffer, 0, bodyTo, StandardCharsets.UTF_8);
  }

  private int readMore(int filled) throws IOException {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * filled);
    }
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      throw new EOFException("the server has closed the connection");
    }
    return filled + count;
  }

  private int endOfHead(int filled) {
    for (int i = 3; i < filled; i++) {
      if (buffer[i] == '\n' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int contentLength(int headEnd) throws IOException {
    for (int at = 0; at < headEnd - LENGTH.length; at++) {
      if (buffer[at] == '\r' && isLength(at)) {
        int from = at + LENGTH.length;
        int to = from;
        while (buffer[to] != '\r') {
          to++;
        }
        return Integer.parseInt(
            new String(buffer, from, to - from, StandardCharsets.US_ASCII).strip());
      }
    }
    throw new IOException("an answer without content-length: " + answer().toLowerCase(Locale.ROOT));
  }

  private boolean isLength(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      byte b = buffer[at + i];
      if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
