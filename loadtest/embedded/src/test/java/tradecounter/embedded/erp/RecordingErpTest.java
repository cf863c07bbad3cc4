package tradecounter.embedded.erp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static tradecounter.embedded.erp.ErpClient.form;
import static tradecounter.embedded.erp.ErpClient.json;
import static tradecounter.embedded.erp.ErpClient.status;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.embedded.EmbeddedStartException;

@Timeout(30)
final class RecordingErpTest {
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
  private final ErpClient client = new ErpClient(erp.address(), Duration.ofSeconds(10));

  @AfterEach
  void stop() {
    client.close();
    erp.close();
  }

  // ---------------------------------------------------------------- classes

  @Test
  void classAGivesTheSameOrderForTheSameKey() {
    var first = client.create("orders", "key-1", "O-1");
    var second = client.create("orders", "key-1", "O-1");

    assertThat(status(first)).isEqualTo(201);
    assertThat(status(second)).isEqualTo(200);
    assertThat(json(second)).isEqualTo(json(first));
    assertThat(json(first).path("status").asText()).isEqualTo("OPEN");
    assertThat(erp.orders("O-1")).hasSize(1);
  }

  @Test
  void classAGivesTheSameOrderForTheSameReference() {
    var first = client.create("orders", "key-1", "O-1");
    var second = client.create("orders", "key-2", "O-1");

    assertThat(json(second)).isEqualTo(json(first));
    assertThat(erp.orders()).hasSize(1);
  }

  @Test
  void classARefusesAKeyThatMadeAnotherOrder() {
    client.create("orders", "key-1", "O-1");

    var second = client.create("orders", "key-1", "O-2");

    assertThat(status(second)).isEqualTo(422);
    assertThat(json(second).path("error").path("code").asText()).isEqualTo("KEY_REUSED");
    assertThat(erp.orders("O-2")).isEmpty();
  }

  @Test
  void classBMakesAnOrderEachTimeAndFindsThemAll() {
    erp.erpClass(ErpClass.B);

    String first = number(client.create("O-1"));
    String second = number(client.create("O-1"));

    assertThat(second).isNotEqualTo(first);
    assertThat(client.found("O-1")).containsExactly(first, second);
    assertThat(client.found("O-2")).isEmpty();
  }

  @Test
  void classCMakesAnOrderEachTimeAndHasNoLookUp() {
    erp.erpClass(ErpClass.C);

    String number = number(client.create("O-1"));
    client.create("O-1");

    assertThat(erp.orders("O-1")).hasSize(2);
    assertThat(status(client.lookUp("O-1"))).isEqualTo(404);
    assertThat(status(client.get("/orders/" + number))).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(names = {"A", "B", "C"})
  void aRaceOnOneKeyMakesOneOrderInClassAOnly(ErpClass erpClass) throws Exception {
    erp.erpClass(erpClass);
    int racers = 32;

    List<String> numbers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> running =
          IntStream.range(0, racers)
              .mapToObj(_ -> threads.submit(() -> number(client.create("O-1"))))
              .toList();
      for (Future<String> each : running) {
        numbers.add(each.get());
      }
    }

    int expected = erpClass == ErpClass.A ? 1 : racers;
    assertThat(numbers.stream().distinct()).hasSize(expected);
    assertThat(erp.orders()).hasSize(expected);
  }

  // ---------------------------------------------------------------- the contract

  @Test
  void aLookUpShowsNumberReferenceStatusAndTime() {
    String number = number(client.create("O-1"));

    var order = json(client.get("/orders/" + number));

    assertThat(order).isEqualTo(json(client.lookUp("O-1")).path("orders").path(0));
    assertThat(order.path("orderNumber").asText()).isEqualTo(number).startsWith("SO-");
    assertThat(order.path("externalReference").asText()).isEqualTo("O-1");
    assertThat(order.path("status").asText()).isEqualTo("OPEN");
    assertThat(order.path("createdAt").asText())
        .isEqualTo(erp.orders().getFirst().committedAt().toString());
  }

  @Test
  void anOrderIsCancelledUntilItIsShipped() {
    String first = number(client.create("O-1"));
    String second = number(client.create("O-2"));
    assertThat(erp.ship(second)).isTrue();

    assertThat(status(client.post("/orders/" + first + "/cancel", ""))).isEqualTo(200);
    assertThat(status(client.post("/orders/" + first + "/cancel", ""))).isEqualTo(200);
    assertThat(status(client.post("/orders/" + second + "/cancel", ""))).isEqualTo(409);
    assertThat(status(client.post("/orders/SO-1/cancel", ""))).isEqualTo(404);

    assertThat(erp.orders())
        .extracting(Committed::status)
        .containsExactly(OrderStatus.CANCELLED, OrderStatus.SHIPPED);
    assertThat(erp.ship(first)).isFalse();
    assertThat(erp.cancel(second)).isFalse();
    assertThat(json(client.get("/orders/" + first)).path("status").asText()).isEqualTo("CANCELLED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                                                  | 400
          {"account":"C","positions":[{"id":"1","sku":"S","qty":1}]}                         | 422
          {"externalReference":"O-1","positions":[{"id":"1","sku":"S","qty":1}]}             | 422
          {"externalReference":"O-1","account":"C"}                                          | 422
          {"externalReference":"O-1","account":"C","positions":[{"id":"1","qty":1}]}         | 422
          {"externalReference":"O-1","account":"C","positions":[{"id":"1","sku":"S"}]}       | 422
          {"externalReference":"O-1","account":"C","positions":[{"id":"1","sku":"S","qty":0}]} | 422
          {"externalReference":"O-1","account":"C","positions":[{"id":"1","sku":"S","qty":"2"}]} | 422
          {"externalReference":"O-1","account":"C","positions":[{"id":"1","sku":"S","qty":1},{"id":"1","sku":"T","qty":1}]} | 422
          """)
  void whatNoErpWouldTakeIsRefused(String body, int status) {
    var reply = client.post("/orders", body);

    assertThat(status(reply)).isEqualTo(status);
    assertThat(json(reply).path("error").path("code").asText()).isNotEmpty();
    assertThat(erp.orders()).isEmpty();
  }

  @Test
  void otherPathsAreNotThere() {
    assertThat(status(client.get("/health"))).isEqualTo(200);
    assertThat(status(client.get("/"))).isEqualTo(404);
    assertThat(status(client.get("/invoices"))).isEqualTo(404);
    assertThat(status(client.post("/orders/SO-1/ship", ""))).isEqualTo(404);
    assertThat(status(client.post("/drafts", form("O-1")))).isEqualTo(404);
    assertThat(status(client.get("/orders"))).isEqualTo(400);
  }

  // ---------------------------------------------------------------- the records

  @Test
  void anOrderKeepsWhatCame() {
    client.create("orders", "key-1", "O-1");

    Committed order = erp.orders().getFirst();
    assertThat(order.face()).isEqualTo(Face.ORDERS);
    assertThat(order.idempotencyKey()).isEqualTo("key-1");
    assertThat(order.account()).isEqualTo("C-1");
    assertThat(order.body()).isEqualTo(form("O-1"));
    assertThat(order.positions())
        .containsExactly(
            new Position("1", "ELBOW-90", new BigDecimal("2.50"), "W1", "4.20", "EUR"));
  }

  @Test
  void everyRequestIsRecordedWithItsAnswer() {
    client.create("orders", "key-1", "O-1");
    client.lookUp("O-1");
    client.get("/invoices");
    client.get("/health");

    List<RecordedRequest> requests = erp.requests();
    assertThat(requests)
        .extracting(RecordedRequest::number, RecordedRequest::operation, RecordedRequest::target)
        .containsExactly(
            tuple(1L, Optional.of(Operation.CREATE), "/orders"),
            tuple(2L, Optional.of(Operation.LOOK_UP), "/orders?externalReference=O-1"),
            tuple(3L, Optional.empty(), "/invoices"));
    RecordedRequest create = requests.getFirst();
    assertThat(create.idempotencyKey()).isEqualTo("key-1");
    assertThat(create.externalReference()).isEqualTo("O-1");
    assertThat(create.body()).isEqualTo(form("O-1"));
    assertThat(create.answer())
        .isEqualTo(
            new Answer.Sent(
                201,
                "{\"orderNumber\":\"%s\",\"status\":\"OPEN\"}"
                    .formatted(erp.orders().getFirst().number())));
    assertThat(requests.get(1).externalReference()).isEqualTo("O-1");
    assertThat(requests.get(1).arrivedAt()).isAfterOrEqualTo(create.arrivedAt());
  }

  @Test
  void aListenerHearsOfEachCommitBeforeItsAnswer() {
    List<Committed> heard = Collections.synchronizedList(new ArrayList<>());
    erp.onCommit(heard::add);

    client.create("O-1");
    assertThat(heard).isEqualTo(erp.orders("O-1")).hasSize(1);
    client.create("O-1");
    assertThat(heard).hasSize(1);
    erp.misbehave(Fault.of(FaultKind.DUPLICATE));
    client.create("O-2");
    assertThat(heard).isEqualTo(erp.orders()).hasSize(3);
  }

  // ---------------------------------------------------------------- start and stop

  @Test
  void stoppedItRefusesConnectionsAndStartedItGoesOn() {
    String number = number(client.create("O-1"));

    erp.stop();
    assertThat(client.create("O-2")).isEqualTo(new ErpClient.Reply.Closed());
    erp.start();

    assertThat(client.found("O-1")).containsExactly(number);
    assertThat(number(client.create("O-2"))).isNotEqualTo(number);
    assertThat(erp.requests()).hasSize(3);
  }

  @Test
  void whatIsAtWorkWhenItStopsIsNotDone() throws Exception {
    erp.misbehave(Fault.of(FaultKind.DELAY).millis(60_000));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reply = threads.submit(() -> client.create("O-1"));
      await().until(() -> erp.requests().size() == 1);
      assertThat(erp.requests().getFirst().answer()).isEqualTo(new Answer.Pending());

      erp.stop();

      assertThat(reply.get()).isEqualTo(new ErpClient.Reply.Closed());
    }
    assertThat(erp.requests().getFirst().answer()).isEqualTo(new Answer.Closed());
    assertThat(erp.orders()).isEmpty();
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(() -> new RecordingErp(ErpClass.A, erp.port()).start())
        .isInstanceOf(EmbeddedStartException.class)
        .hasMessageContaining(String.valueOf(erp.port()));
  }

  private static String number(ErpClient.Reply reply) {
    String number = json(reply).path("orderNumber").asText();
    assertThat(number).isNotEmpty();
    return number;
  }
}
