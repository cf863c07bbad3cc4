package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The plain ERP and the suppliers: one call makes an order. Stateless but for the book. */
final class OrderDesk implements Desk {
  private final OrderBook book;
  private final Face face;
  private final ErpClass erpClass;

  OrderDesk(OrderBook book, Face face, ErpClass erpClass) {
    this.book = book;
    this.face = face;
    this.erpClass = erpClass;
  }

  @Override
  public Reading read(Call call) {
    List<String> path = call.path();
    return switch (call.method() + " " + path.size()) {
      case "POST 1" -> create(call);
      case "GET 1" -> lookUp(call);
      case "GET 2" -> lookUpByNumber(path.get(1));
      case "POST 3" -> path.get(2).equals("cancel") ? cancel(path.get(1)) : Desk.unknownPath(call);
      default -> Desk.unknownPath(call);
    };
  }

  private Reading create(Call call) {
    if (JsonTrees.read(call.body()).isEmpty()) {
      return Desk.refused(400, "NOT_JSON", "the body is not JSON");
    }
    OrderForm form = OrderForm.read(call.body());
    return understood(
        Operation.CREATE,
        form.externalReference(),
        handling -> create(call.idempotencyKey(), form, handling));
  }

  private Answer create(String key, OrderForm form, Task.Handling handling) {
    Optional<String> problem = form.problem();
    if (problem.isPresent()) {
      return Task.Refusal.plain("INVALID", problem.get());
    }
    if (handling.twice()) {
      Committed first = book.commit(face, key, form);
      book.commit(face, key, form);
      return created(face.createdStatus(), first);
    }
    return switch (erpClass) {
      case A ->
          switch (book.commitOnce(face, key, form)) {
            case OrderBook.Entry.Made(Committed order) -> created(face.createdStatus(), order);
            case OrderBook.Entry.Known(Committed order) -> created(200, order);
            case OrderBook.Entry.KeyOfAnother(Committed order) ->
                Task.Refusal.plain("KEY_REUSED", "the key made " + order.externalReference());
          };
      case B, C, SESSION -> created(face.createdStatus(), book.commit(face, key, form));
    };
  }

  private Answer created(int status, Committed order) {
    return Answer.json(
        status,
        JsonTrees.object()
            .put(face.numberField(), order.number())
            .put("status", order.status().name()));
  }

  private Reading lookUp(Call call) {
    String reference = call.query().getOrDefault("externalReference", "");
    if (reference.isEmpty()) {
      return Desk.refused(400, "INVALID", "externalReference is missing");
    }
    return understood(
        Operation.LOOK_UP,
        reference,
        handling -> {
          ObjectNode found = JsonTrees.object();
          ArrayNode list = found.putArray(face.listField());
          book.find(face, reference, handling.hidden()).forEach(order -> list.add(order.json()));
          return hasLookUp() ? Answer.json(200, found) : notFound(reference);
        });
  }

  private Reading lookUpByNumber(String number) {
    return understood(
        Operation.LOOK_UP,
        reference(number),
        handling ->
            find(number)
                .filter(order -> hasLookUp() && OrderBook.isOld(order, handling.hidden()))
                .<Answer>map(order -> Answer.json(200, order.json()))
                .orElseGet(() -> notFound(number)));
  }

  private Reading cancel(String number) {
    return understood(
        Operation.CANCEL,
        reference(number),
        _ -> {
          if (find(number).isEmpty()) {
            return notFound(number);
          }
          return book.cancel(number)
              ? Answer.json(200, find(number).orElseThrow().json())
              : Answer.error(409, "SHIPPED", number + " has been shipped");
        });
  }

  private boolean hasLookUp() {
    return erpClass != ErpClass.C;
  }

  private Optional<Committed> find(String number) {
    return book.find(number).filter(order -> order.face() == face);
  }

  private String reference(String number) {
    return find(number).map(Committed::externalReference).orElse("");
  }

  private static Answer notFound(String what) {
    return Answer.error(404, "NOT_FOUND", "there is no " + what);
  }

  private Reading understood(Operation operation, String reference, Task.Work work) {
    return new Reading.Understood(new Task(operation, face, reference, Task.Refusal::plain, work));
  }
}
