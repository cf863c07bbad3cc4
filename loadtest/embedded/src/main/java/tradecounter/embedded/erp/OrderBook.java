package tradecounter.embedded.erp;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The orders and purchase orders that exist. Thread-safe; listeners run outside the lock. */
final class OrderBook {
  private final Map<String, Committed> byNumber = new LinkedHashMap<>();
  private final Map<FaceAndText, List<String>> byReference = new LinkedHashMap<>();
  private final Map<FaceAndText, String> byKey = new LinkedHashMap<>();
  private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();

  private record FaceAndText(Face face, String text) {}

  /** What became of a create. */
  sealed interface Entry {
    /** The order is new. */
    record Made(Committed order) implements Entry {}

    /** The same key or reference had made it before. */
    record Known(Committed order) implements Entry {}

    /** The key belongs to an order with another reference. */
    record KeyOfAnother(Committed order) implements Entry {}
  }

  void onCommit(Consumer<Committed> listener) {
    listeners.add(listener);
  }

  /** Makes an order unless its key or reference has one. */
  Entry commitOnce(Face face, String key, OrderForm form) {
    Committed made;
    synchronized (this) {
      Optional<Committed> ofKey =
          Optional.ofNullable(byKey.get(new FaceAndText(face, key))).flatMap(this::find);
      if (ofKey.isPresent() && !ofKey.get().externalReference().equals(form.externalReference())) {
        return new Entry.KeyOfAnother(ofKey.get());
      }
      Optional<Committed> known =
          ofKey.or(() -> find(face, form.externalReference()).stream().findFirst());
      if (known.isPresent()) {
        return new Entry.Known(known.get());
      }
      made = enter(face, key, form);
    }
    tell(made);
    return new Entry.Made(made);
  }

  /** Makes an order, whatever there is. */
  Committed commit(Face face, String key, OrderForm form) {
    Committed made = enter(face, key, form);
    tell(made);
    return made;
  }

  private synchronized Committed enter(Face face, String key, OrderForm form) {
    Committed made =
        new Committed(
            face,
            face.number(byNumber.size() + 1L),
            form.externalReference(),
            key,
            form.account(),
            form.positions(),
            form.body(),
            Instant.now(),
            OrderStatus.OPEN);
    byNumber.put(made.number(), made);
    byReference
        .computeIfAbsent(
            new FaceAndText(face, made.externalReference()), _ -> new CopyOnWriteArrayList<>())
        .add(made.number());
    if (!key.isEmpty()) {
      byKey.putIfAbsent(new FaceAndText(face, key), made.number());
    }
    return made;
  }

  private void tell(Committed made) {
    listeners.forEach(listener -> listener.accept(made));
  }

  synchronized Optional<Committed> find(String number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  synchronized List<Committed> find(Face face, String externalReference) {
    return byReference.getOrDefault(new FaceAndText(face, externalReference), List.of()).stream()
        .map(byNumber::get)
        .toList();
  }

  /** Those that are at least so old. */
  List<Committed> find(Face face, String externalReference, Duration age) {
    return find(face, externalReference).stream().filter(order -> isOld(order, age)).toList();
  }

  static boolean isOld(Committed order, Duration age) {
    return !order.committedAt().plus(age).isAfter(Instant.now());
  }

  synchronized List<Committed> all() {
    return List.copyOf(byNumber.values());
  }

  /** Whether it is cancelled now: not once it was shipped. */
  synchronized boolean cancel(String number) {
    return find(number).map(Committed::status).orElse(OrderStatus.SHIPPED) != OrderStatus.SHIPPED
        && set(number, OrderStatus.CANCELLED);
  }

  /** Whether it is shipped now: not once it was cancelled. */
  synchronized boolean ship(String number) {
    return find(number).map(Committed::status).orElse(OrderStatus.CANCELLED)
            != OrderStatus.CANCELLED
        && set(number, OrderStatus.SHIPPED);
  }

  private boolean set(String number, OrderStatus status) {
    return byNumber.computeIfPresent(number, (_, order) -> order.with(status)) != null;
  }
}
