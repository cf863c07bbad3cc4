package tradecounter.embedded.erp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.embedded.EmbeddedStartException;
import tradecounter.embedded.Ports;

/**
 * An ERP and a supplier on 127.0.0.1 that take orders over HTTP, remember every request and every
 * order, and do wrong what they are told to.
 *
 * <pre>
 *   POST /orders                       201 {"orderNumber":"SO-100001","status":"OPEN"}, 422 {"error":…}
 *   GET  /orders?externalReference=X   200 {"orders":[{"orderNumber","externalReference","status","createdAt"}]}
 *   GET  /orders/SO-100001             200, 404
 *   POST /orders/SO-100001/cancel      200, 404, 409 once it was shipped
 *   POST /purchase-orders              202 {"purchaseOrder":"PO-100001","status":"OPEN"}; the rest as above
 *   GET  /health                       200
 * </pre>
 *
 * <p>The body of a create is {@code {"externalReference","account","shipTo","positions":[{"id",
 * "sku","qty","warehouse","price","currency"}]}}; what else is in it is kept. For the calls of
 * {@link ErpClass#SESSION} see {@link SessionTerms}; for what is set and read over HTTP see {@link
 * SandboxDesk}.
 *
 * <p>Thread-safe. {@link #start()} after {@link #stop()} goes on with the same port and orders, as
 * an ERP does that was away.
 */
public final class RecordingErp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingErp.class);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int BACKLOG = 1_024;

  private final int port;
  private final OrderBook book = new OrderBook();
  private final Faults faults = new Faults();
  private final RequestLog requests = new RequestLog();
  private final Conduct conduct = new Conduct();
  private final SessionDesk sessionDesk = new SessionDesk(book);
  private final SandboxDesk sandboxDesk = new SandboxDesk(this);
  private volatile ErpClass erpClass;
  private @Nullable Running running;

  private record Running(HttpServer server, ExecutorService threads, CountDownLatch stopped) {}

  /**
   * Starts nothing yet.
   *
   * @param port 0 for a free one, which is then kept for the life of this object
   */
  public RecordingErp(ErpClass erpClass, int port) {
    this.erpClass = erpClass;
    this.port = port == 0 ? Ports.free() : port;
  }

  /**
   * Returns when it takes connections.
   *
   * @throws EmbeddedStartException if the port is taken
   */
  public synchronized RecordingErp start() {
    if (running != null) {
      return this;
    }
    Ports.requireFree(port, "the sandbox ERP", "give another port, or 0 for a free one");
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, port), BACKLOG);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      CountDownLatch stopped = new CountDownLatch(1);
      Task.Pause pause = Conduct.until(stopped);
      server.createContext("/", exchange -> handle(exchange, pause));
      server.setExecutor(threads);
      server.start();
      running = new Running(server, threads, stopped);
      return this;
    } catch (IOException e) {
      throw new EmbeddedStartException("The sandbox ERP cannot listen on port " + port, e);
    }
  }

  /** Closes all connections; what is at work is not done. Late commits still come. */
  public synchronized void stop() {
    if (running != null) {
      running.stopped().countDown();
      running.server().stop(0);
      running.threads().close();
      running = null;
    }
  }

  /** Stops; late commits do not come any more. What is recorded can still be read. */
  @Override
  public void close() {
    conduct.close();
    stop();
  }

  public int port() {
    return port;
  }

  /** Such as {@code http://127.0.0.1:40001}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public ErpClass erpClass() {
    return erpClass;
  }

  /** From the next request on. */
  public void erpClass(ErpClass other) {
    erpClass = other;
  }

  public SessionTerms sessionTerms() {
    return sessionDesk.terms();
  }

  /** From the next log-in, quote and confirm on. */
  public void sessionTerms(SessionTerms other) {
    sessionDesk.terms(other);
  }

  /** Replaces the faults; the first that wants a request gets it. */
  public void misbehave(Fault... inOrder) {
    misbehave(List.of(inOrder));
  }

  public void misbehave(List<Fault> inOrder) {
    faults.replace(inOrder);
  }

  /** Takes the faults away. Who is being kept waiting stays so to the end of its time. */
  public void behave() {
    faults.replace(List.of());
  }

  /** Those that are set, used up or not. */
  public List<Fault> faults() {
    return faults.all();
  }

  /** Everything committed, in its order. */
  public List<Committed> orders() {
    return book.all();
  }

  /** What is committed under a reference: orders, then purchase orders. */
  public List<Committed> orders(String externalReference) {
    return Stream.of(Face.values())
        .flatMap(face -> book.find(face, externalReference).stream())
        .toList();
  }

  /** Every request so far, in the order of arrival. */
  public List<RecordedRequest> requests() {
    return requests.all();
  }

  /** How many late commits are still to come. */
  public int waitingCommits() {
    return conduct.waitingCommits();
  }

  /**
   * Calls {@code listener} after each commit and before its answer, on the thread of the request.
   * Of orders that are made at the same time it may hear in any order. It must not stop this
   * server.
   */
  public void onCommit(Consumer<Committed> listener) {
    book.onCommit(listener);
  }

  /** Whether it is shipped now: not once it was cancelled. */
  public boolean ship(String number) {
    return book.ship(number);
  }

  /** Somebody cancels it in the ERP. Whether it is cancelled now: not once it was shipped. */
  public boolean cancel(String number) {
    return book.cancel(number);
  }

  private void handle(HttpExchange exchange, Task.Pause pause) {
    // Closed without an answer, an exchange closes its connection.
    try (exchange) {
      switch (answer(Call.read(exchange), pause)) {
        case Answer.Sent(int status, String body) -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
        }
        case Answer.Closed(), Answer.Pending() -> {}
      }
    } catch (IOException e) {
      LOG.debug("A client has gone", e);
    }
  }

  private Answer answer(Call call, Task.Pause pause) {
    String first = call.path().getFirst();
    if (first.equals("sandbox")) {
      return sandboxDesk.answer(call);
    }
    if (call.shape().equals("GET health")) {
      return Answer.json(200, JsonTrees.object().put("status", "UP"));
    }
    return switch (desk(first).read(call)) {
      case Desk.Reading.Understood(Task task) -> {
        Optional<Fault> fault = faults.of(task);
        long number = requests.arrived(call, Optional.of(task), fault);
        Answer answer = carryOut(task, fault, pause);
        requests.answered(number, answer);
        yield answer;
      }
      case Desk.Reading.Refused(Answer answer) -> {
        requests.answered(requests.arrived(call, Optional.empty(), Optional.empty()), answer);
        yield answer;
      }
    };
  }

  private Answer carryOut(Task task, Optional<Fault> fault, Task.Pause pause) {
    try {
      return conduct.carryOut(task, fault, pause);
    } catch (RuntimeException e) {
      LOG.error("A request failed", e);
      return Answer.error(500, "INTERNAL", String.valueOf(e.getMessage()));
    }
  }

  private Desk desk(String first) {
    ErpClass now = erpClass;
    Optional<Face> face = Face.of(first);
    if (now == ErpClass.SESSION && !face.equals(Optional.of(Face.PURCHASE_ORDERS))) {
      return sessionDesk;
    }
    return face.<Desk>map(known -> new OrderDesk(book, known, now)).orElse(Desk::unknownPath);
  }
}
