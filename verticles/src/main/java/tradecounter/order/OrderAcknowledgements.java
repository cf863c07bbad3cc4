package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tradecounter.edi.ControlNumbers.Kind;
import tradecounter.edi.ControlNumbers.Pair;
import tradecounter.edi.Refusal;
import tradecounter.edi.SentOrders;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.store.Database;

/**
 * What partners say of the purchase orders that they were sent as X12: 997 and 999 of a group, TA1
 * of an interchange. Taken goes into the timeline of the order, refused is for a person. Said
 * again, it is nothing new. Inside the caller's transaction, which locks the order; blocks. Any
 * thread.
 */
public final class OrderAcknowledgements {
  private static final Set<String> TYPES = Set.of("997", "999", "TA1");
  private static final String PURCHASE_ORDERS = "PO";
  private static final Set<String> TAKEN = Set.of("A", "E");

  private final OrderStore store;
  private final TroubleBook troubles;

  /** What was said of what. */
  private record Answer(Kind kind, String number, boolean taken, String detail) {}

  /** A document of an order. */
  private record Sent(String forward, String order, String target) {}

  public OrderAcknowledgements(OrderStore store, TroubleBook troubles) {
    this.store = store;
    this.troubles = troubles;
  }

  /** Whether a record of X12 is an acknowledgement, and so for {@link #take}. */
  public static boolean isAcknowledgement(Object record) {
    return TYPES.contains(text(first(record, "transaction"), "type"));
  }

  /**
   * Takes one in.
   *
   * @param record the value of a record of {@link tradecounter.edi.EdiReader}
   * @return why not, if it is of nothing that we sent
   */
  public Optional<Refusal> take(Connection connection, String feed, Object record)
      throws SQLException {
    Answer answer = answer(record);
    if (!answer.number().matches("[0-9]{1,9}")) {
      return refused("it names no control number of purchase orders");
    }
    Map<?, ?> interchange = first(record, "interchange");
    Pair pair =
        new Pair(
            text(interchange, "receiverQualifier") + ":" + text(interchange, "receiver"),
            text(interchange, "senderQualifier") + ":" + text(interchange, "sender"));
    Optional<Sent> sent = sent(connection, answer, pair);
    // Its row is locked before anything of it is written.
    if (sent.isEmpty() || store.load(connection, sent.get().order()).isEmpty()) {
      return refused(
          "no purchase order went from "
              + pair.own()
              + " to "
              + pair.partner()
              + " under control number "
              + answer.number());
    }
    if (isNew(connection, sent.get().forward(), answer)) {
      note(connection, feed, sent.get(), answer);
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refused(String why) {
    return Optional.of(new Refusal("edi-acknowledgement-unknown", why, ""));
  }

  private static Answer answer(Object record) {
    String type = text(first(record, "transaction"), "type");
    if (type.equals("TA1")) {
      Map<?, ?> ta1 = first(record, "TA1");
      String code = text(ta1, "TA104");
      return new Answer(
          Kind.INTERCHANGE,
          text(ta1, "TA101"),
          TAKEN.contains(code),
          "TA1 " + code + " " + text(ta1, "TA105"));
    }
    Map<?, ?> group = first(record, "AK1");
    String code = text(first(record, "AK9"), "AK901");
    List<String> details = new ArrayList<>();
    details.add(type + " " + code);
    for (Map<?, ?> transaction : all(record, "AK2")) {
      describe(details, transaction, type.equals("999") ? "IK" : "AK");
    }
    return new Answer(
        Kind.GROUP,
        text(group, "AK101").equals(PURCHASE_ORDERS) ? text(group, "AK102") : "",
        TAKEN.contains(code),
        String.join("; ", details));
  }

  /** In the words of the standard: the first segments that are in error, and why. */
  private static void describe(List<String> details, Map<?, ?> transaction, String prefix) {
    String three = prefix + "3";
    for (Map<?, ?> segment : all(transaction, three)) {
      if (details.size() < 10) {
        details.add(
            three
                + " "
                + text(segment, three + "01")
                + " at "
                + text(segment, three + "02")
                + ": "
                + text(segment, three + "04"));
      }
    }
    for (Map<?, ?> end : all(transaction, prefix + "5")) {
      details.add(prefix + "5 " + text(end, prefix + "501") + " " + text(end, prefix + "502"));
    }
  }

  private static Optional<Sent> sent(Connection connection, Answer answer, Pair pair)
      throws SQLException {
    Optional<String> forward =
        SentOrders.forward(connection, answer.kind(), pair, Long.parseLong(answer.number()));
    if (forward.isEmpty()) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT order_id, target FROM forward WHERE forward_id = ?")) {
      select.setString(1, forward.get());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new Sent(forward.get(), rows.getString(1), rows.getString(2)))
            : Optional.empty();
      }
    }
  }

  private static boolean isNew(Connection connection, String forward, Answer answer)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO edi_answer AS known (forward_id, outcome, detail) VALUES (?, ?, ?)"
                + " ON CONFLICT (forward_id) DO UPDATE SET outcome = excluded.outcome,"
                + " detail = excluded.detail, answered_at = clock_timestamp()"
                + " WHERE known.outcome <> excluded.outcome OR known.detail <> excluded.detail"
                + " RETURNING forward_id")) {
      upsert.setString(1, forward);
      upsert.setString(2, answer.taken() ? "ACCEPTED" : "REJECTED");
      upsert.setString(3, Database.storable(answer.detail()));
      try (ResultSet rows = upsert.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void note(Connection connection, String feed, Sent sent, Answer answer)
      throws SQLException {
    String detail = Database.storable(answer.detail());
    store.note(
        connection,
        sent.order(),
        feed,
        answer.taken() ? "order-file-accepted" : "order-file-refused",
        json -> {
          json.writeStringField("document", sent.forward());
          json.writeStringField("detail", detail);
        });
    if (answer.taken()) {
      var _ = troubles.isGone(connection, feed, TroubleType.ORDER_FILE_REFUSED, sent.forward());
    } else {
      var _ =
          troubles.raise(
              connection,
              sent.order(),
              feed,
              TroubleType.ORDER_FILE_REFUSED,
              sent.forward(),
              sent.target() + " could not read it: " + detail);
    }
  }

  private static Map<?, ?> first(Object record, String name) {
    Object value = record instanceof Map<?, ?> fields ? fields.get(name) : null;
    if (value instanceof List<?> list && !list.isEmpty()) {
      value = list.getFirst();
    }
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<Map<?, ?>> all(Object record, String name) {
    List<Map<?, ?>> all = new ArrayList<>();
    if (record instanceof Map<?, ?> fields && fields.get(name) instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> map) {
          all.add(map);
        }
      }
    }
    return all;
  }

  private static String text(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof String text ? text : "";
  }
}
