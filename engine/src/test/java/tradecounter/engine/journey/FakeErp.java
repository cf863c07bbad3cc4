package tradecounter.engine.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;

/**
 * The order book of an ERP, as the forwarder meets it: what a create makes of a document that came
 * before, and what a look-up finds.
 */
public final class FakeErp {
  private final String prefix;
  private final Memory memory;
  private final List<Made> made = new ArrayList<>();

  /** By what it tells that it has a document already. */
  public enum Memory {
    /** By key or reference: class A. */
    KEY,
    /** By nothing: class B. */
    NONE,
    /** By identical bytes under an identical name, as a folder of files: class C. */
    BYTES;

    static Memory of(ErpClass erpClass) {
      return switch (erpClass) {
        case A -> KEY;
        case B -> NONE;
        case C -> BYTES;
      };
    }
  }

  /** What goes wrong with one create. */
  public enum Fault {
    NONE,
    ERROR_BEFORE_COMMIT,
    ERROR_AFTER_COMMIT,
    DROP_BEFORE_COMMIT,
    DROP_AFTER_COMMIT,
    GARBLED,
    REJECT,
    DUPLICATE
  }

  /** What comes back. */
  public sealed interface Reply {
    record Taken(String number) implements Reply {}

    record Refused(String code) implements Reply {}

    /** A server's error, which says nothing of what was done. */
    record ServerError() implements Reply {}

    /** No answer. */
    record Nothing() implements Reply {}

    /** An answer that cannot be read, whatever was done. */
    record Garbled() implements Reply {}
  }

  /** An order that exists, whether or not anybody was told. */
  public record Made(String number, String key, String reference, String bytes, long atMillis) {}

  /**
   * @param prefix of its numbers; the first one ends in 100001
   */
  public FakeErp(String prefix, Memory memory) {
    this.prefix = prefix;
    this.memory = memory;
  }

  /** A request for an order. */
  public Reply create(String key, String reference, String bytes, Fault fault, long atMillis) {
    return switch (fault) {
      case ERROR_BEFORE_COMMIT -> new Reply.ServerError();
      case DROP_BEFORE_COMMIT -> new Reply.Nothing();
      case REJECT -> new Reply.Refused("REJECTED");
      case DUPLICATE -> {
        Made first = enter(key, reference, bytes, atMillis);
        enter(key, reference, bytes, atMillis);
        yield new Reply.Taken(first.number());
      }
      case NONE -> commit(key, reference, bytes, atMillis);
      case ERROR_AFTER_COMMIT -> {
        commit(key, reference, bytes, atMillis);
        yield new Reply.ServerError();
      }
      case DROP_AFTER_COMMIT -> {
        commit(key, reference, bytes, atMillis);
        yield new Reply.Nothing();
      }
      case GARBLED -> {
        commit(key, reference, bytes, atMillis);
        yield new Reply.Garbled();
      }
    };
  }

  private Reply commit(String key, String reference, String bytes, long atMillis) {
    Optional<Made> known =
        switch (memory) {
          case NONE -> Optional.empty();
          case BYTES ->
              made.stream().filter(m -> m.key().equals(key) && m.bytes().equals(bytes)).findFirst();
          case KEY ->
              made.stream()
                  .filter(m -> m.key().equals(key))
                  .findFirst()
                  .or(() -> made.stream().filter(m -> m.reference().equals(reference)).findFirst());
        };
    if (known.filter(m -> !m.reference().equals(reference)).isPresent()) {
      return new Reply.Refused("KEY_REUSED");
    }
    return new Reply.Taken(known.orElseGet(() -> enter(key, reference, bytes, atMillis)).number());
  }

  private Made enter(String key, String reference, String bytes, long atMillis) {
    Made order = new Made(prefix + (100_001 + made.size()), key, reference, bytes, atMillis);
    made.add(order);
    return order;
  }

  /** The numbers of the orders of a reference that were made until then. */
  public List<String> lookUp(String reference, long untilMillis) {
    return made.stream()
        .filter(order -> order.reference().equals(reference) && order.atMillis() <= untilMillis)
        .map(Made::number)
        .toList();
  }

  /** Everything that exists, in its order. */
  public List<Made> orders() {
    return List.copyOf(made);
  }
}
