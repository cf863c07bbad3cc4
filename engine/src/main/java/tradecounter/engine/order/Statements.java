package tradecounter.engine.order;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.ProgressStep.Moved;
import tradecounter.engine.order.ProgressStep.News;
import tradecounter.engine.order.ProgressStep.TroubleType;

/**
 * What one event states, written into the shares of one order, and what follows from it. For one
 * step; not thread-safe.
 */
final class Statements {
  private final OrderProgress before;
  private final RefusalPolicy policy;
  private final long nowMillis;
  private final List<Share> shares;
  private final List<Shipment> shipments;
  private final List<Effect> effects = new ArrayList<>();
  private boolean cancelRequested;

  Statements(OrderProgress progress, RefusalPolicy policy, long nowMillis) {
    this.before = progress;
    this.policy = policy;
    this.nowMillis = nowMillis;
    shares = new ArrayList<>(progress.shares());
    shipments = new ArrayList<>(progress.shipments());
    cancelRequested = progress.cancelRequested();
  }

  /** What has come of it. */
  Moved moved() {
    return new Moved(current(), effects);
  }

  private OrderProgress current() {
    return new OrderProgress(
        before.order(), before.customer(), cancelRequested, before.lines(), shares, shipments);
  }

  // ---------------------------------------------------------------- what is stated

  /** The figure has come to so much of each line; without lines, to all that it can. */
  Statements state(String document, OrderFigure figure, Map<String, Long> lines, String why) {
    if (lines.isEmpty()) {
      raiseAll(indices(document), figure, why);
    } else {
      new TreeMap<>(lines)
          .forEach((line, quantity) -> raise(document, line, figure, quantity, why));
    }
    tell(figure, document);
    return this;
  }

  /** The ERP has acknowledged with that; a supplier has yet to answer. */
  Statements forwarded(ProgressEvent.Forwarded event) {
    if (event.lines().isEmpty()) {
      raiseAll(
          indices(event.document()).stream()
              .filter(i -> shares.get(i).kind() == Kind.LOCATION)
              .toList(),
          OrderFigure.ACKNOWLEDGED,
          "");
      tell(OrderFigure.ACKNOWLEDGED, event.document());
      return this;
    }
    return state(event.document(), OrderFigure.ACKNOWLEDGED, event.lines(), "");
  }

  /** Puts the shipment in, and counts what all shipments of its document carry. */
  void ship(Shipment shipment) {
    shipments.removeIf(known -> known.shipment().equals(shipment.shipment()));
    shipments.add(shipment);
    Map<String, Long> carried = new TreeMap<>();
    for (Shipment each : shipments) {
      if (each.document().equals(shipment.document())) {
        each.lines().forEach((line, quantity) -> carried.merge(line, quantity, Long::sum));
      }
    }
    carried.keySet().retainAll(shipment.lines().keySet());
    if (!carried.isEmpty()) {
      carried.forEach(
          (line, quantity) ->
              raise(
                  shipment.document(),
                  line,
                  OrderFigure.SHIPPED,
                  quantity,
                  "shipment " + shipment.shipment()));
      tell(OrderFigure.SHIPPED, shipment.shipment());
    }
  }

  Statements withdraw() {
    if (!cancelRequested) {
      cancelRequested = true;
      effects.add(new Effect.Withdraw());
      announce(News.CANCEL_REQUESTED, before.order(), Map.of());
    }
    return this;
  }

  /** Everything that suppliers refused under the document and nobody serves. */
  Statements reroute(String document) {
    for (int index : indices(document)) {
      Share share = shares.get(index);
      if (share.unserved() > 0) {
        reroute(share, share.unserved());
      }
    }
    return this;
  }

  /** Another source is asked for what the supplier has not answered, whatever the policy says. */
  Statements giveUp(String document) {
    boolean given = false;
    for (int index : indices(document)) {
      Share share = shares.get(index);
      long refused = share.of(OrderFigure.REFUSED);
      long more = Math.min(share.unanswered(), share.limit(OrderFigure.REFUSED) - refused);
      if (share.kind() == Kind.SUPPLIER && more > 0) {
        shares.set(index, share.with(OrderFigure.REFUSED, refused + more));
        reroute(share, more);
        given = true;
      }
    }
    if (given) {
      trouble(
          TroubleType.CANCEL_WANTED,
          document,
          "no answer in time: another source is asked, and nobody waits for this one any more");
      tell(OrderFigure.REFUSED, document);
    }
    return this;
  }

  Statements rerouted(ProgressEvent.Rerouted event) {
    long left = event.quantity();
    for (int index : indices(event.document(), event.line())) {
      Share share = shares.get(index);
      if (share.item().equals(event.item())) {
        long done = Math.min(left, share.unserved());
        left -= done;
        if (done > 0) {
          share = share.with(OrderFigure.REROUTED, share.of(OrderFigure.REROUTED) + done);
          shares.set(index, share);
        }
        if (share.unserved() > 0) {
          refusal(share, share.unserved(), "no other source has it");
        }
      }
    }
    if (left > 0) {
      mismatch(event.document(), event.line(), OrderFigure.REROUTED, left, "");
    }
    tell(OrderFigure.REROUTED, event.document());
    return this;
  }

  // ---------------------------------------------------------------- shares

  /** The shares that the document stands for. */
  Stream<Share> all(String document) {
    return indices(document).stream().map(shares::get);
  }

  /** Where the document's shares are: all, if it is the order's name and the ERP is not asked. */
  private List<Integer> indices(String document) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      if (shares.get(i).document().equals(document)) {
        found.add(i);
      }
    }
    return found.isEmpty() ? Stream.iterate(0, i -> i + 1).limit(shares.size()).toList() : found;
  }

  /** Of the line under the document; all of the line if the document asks for none of it. */
  List<Integer> indices(String document, String line) {
    List<Integer> ofLine = new ArrayList<>();
    List<Integer> ofDocument = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      if (shares.get(i).line().equals(line)) {
        ofLine.add(i);
        if (shares.get(i).document().equals(document)) {
          ofDocument.add(i);
        }
      }
    }
    return ofDocument.isEmpty() ? ofLine : ofDocument;
  }

  Share share(int index) {
    return shares.get(index);
  }

  void expectedOn(int index, int day) {
    shares.set(index, shares.get(index).expectedOn(day));
  }

  private void raiseAll(List<Integer> indices, OrderFigure figure, String why) {
    for (int index : indices) {
      raise(index, figure, shares.get(index).limit(figure), why);
    }
  }

  /** A quantity of the line; of a bundle, so much of each component. */
  private void raise(String document, String line, OrderFigure figure, long quantity, String why) {
    Map<String, Long> needs = before.needs(line);
    long ordered = before.line(line).quantity();
    Map<String, List<Integer>> byItem = new LinkedHashMap<>();
    for (int index : indices(document, line)) {
      byItem.computeIfAbsent(shares.get(index).item(), _ -> new ArrayList<>()).add(index);
    }
    long over = 0;
    for (Map.Entry<String, List<Integer>> entry : byItem.entrySet()) {
      long needed = needs.getOrDefault(entry.getKey(), ordered);
      long amount =
          FixedPoint.multiplyDivide(
              Math.min(quantity, FixedPoint.INPUT_LIMIT), needed, ordered, RoundingMode.FLOOR);
      over = Math.max(over, fill(entry.getValue(), figure, amount, why));
    }
    if (over > 0) {
      mismatch(document, line, figure, over, why);
    }
  }

  /** Gives the shares so much of the figure, one after the other; returns what is too much. */
  long fill(List<Integer> indices, OrderFigure figure, long amount, String why) {
    long left = amount;
    for (int index : indices) {
      left -= raise(index, figure, Math.min(left, shares.get(index).limit(figure)), why);
    }
    return left;
  }

  private long raise(int index, OrderFigure figure, long to, String why) {
    Share share = shares.get(index);
    long more = to - share.of(figure);
    if (figure.isStep() && share.live() == 0 && share.of(figure) == 0) {
      trouble(
          TroubleType.CONTRADICTION,
          share.document() + "/" + share.line(),
          figure + " of what was given up, item " + share.item());
    }
    if (more <= 0) {
      return to;
    }
    shares.set(index, share.with(figure, to));
    switch (figure) {
      case ACKNOWLEDGED, ALLOCATED, PICKED, PACKED, SHIPPED, INVOICED, REROUTED -> {}
      case CANCELLED -> cancelHold(share, more);
      case REFUSED -> refused(share, more, why);
    }
    return to;
  }

  private void refused(Share share, long more, String why) {
    switch (share.kind()) {
      case LOCATION -> {
        cancelHold(share, more);
        trouble(TroubleType.ORDER_REJECTED, share.document(), why);
      }
      case SUPPLIER -> {
        switch (policy) {
          case REROUTE -> reroute(share, more);
          case RAISE -> refusal(share, more, why);
        }
      }
    }
  }

  // ---------------------------------------------------------------- effects

  private void reroute(Share share, long quantity) {
    effects.add(new Effect.Reroute(share.document(), share.line(), share.item(), quantity));
  }

  private void cancelHold(Share share, long quantity) {
    effects.add(new Effect.CancelHold(share.document(), share.line(), share.item(), quantity));
  }

  private void refusal(Share share, long quantity, String why) {
    trouble(
        TroubleType.SUPPLIER_REJECTED,
        share.document() + "/" + share.line(),
        FixedPoint.format(quantity) + " of " + share.item() + ": " + why);
  }

  private void mismatch(String document, String line, OrderFigure figure, long over, String why) {
    trouble(
        TroubleType.QUANTITY_MISMATCH,
        document + "/" + line,
        figure
            + ": "
            + FixedPoint.format(over)
            + " more than is ordered and not cancelled"
            + (why.isEmpty() ? "" : ", " + why));
  }

  void trouble(TroubleType type, String subject, String detail) {
    effects.add(
        new Effect.Trouble(
            type, subject, detail, type.nextAction(), type.deadlineMillis(nowMillis)));
  }

  void announce(News news, String subject, Map<String, Long> lines) {
    effects.add(new Effect.Announce(news, subject, lines));
  }

  /** Announces the figure for the lines on which it rose. */
  void tell(OrderFigure figure, String subject) {
    Map<String, Long> was = figures(before, figure);
    Map<String, Long> risen = figures(current(), figure);
    risen.entrySet().removeIf(entry -> entry.getValue().equals(was.get(entry.getKey())));
    if (!risen.isEmpty()) {
      announce(News.of(figure), subject, risen);
    }
  }

  private static Map<String, Long> figures(OrderProgress progress, OrderFigure figure) {
    Map<String, Long> figures = new HashMap<>();
    progress.progress().forEach(line -> figures.put(line.line(), line.of(figure)));
    return figures;
  }
}
