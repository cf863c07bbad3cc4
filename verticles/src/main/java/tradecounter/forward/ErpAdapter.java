package tradecounter.forward;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;

/**
 * Speaks with one ERP or supplier. Calls block, each for no longer than its time-outs, and come
 * from many threads at once. Nothing that a target says or leaves unsaid is an exception.
 */
public interface ErpAdapter extends AutoCloseable {

  /** What the target does with the same order sent twice. */
  ErpClass erpClass();

  /**
   * What is to be sent, from the order document. The same bytes for the same document; asks nobody.
   */
  Content content(String document);

  /**
   * Has the order made.
   *
   * @param key the forward's id: the reference and, where the target knows such, the idempotency
   *     key
   * @param leaseHolds whether this node may still send; to be asked before the first byte and
   *     before each call that may make the order
   */
  Sent create(String key, Buffer content, BooleanSupplier leaseHolds);

  /** Asks for orders of that reference. */
  LookedUp lookUp(String reference);

  @Override
  void close();

  /** What is to be sent. */
  sealed interface Content {
    record Bytes(Buffer bytes) implements Content {}

    /** The mapping does not fit the document. */
    record Unfit(String detail) implements Content {}
  }

  /** What became of a create. */
  sealed interface Sent {
    record Acknowledged(String targetOrder) implements Sent {}

    /** Definite: the target will not make an order of this request. */
    record Refused(Refusal refusal) implements Sent {}

    /** Definite: nothing that could make an order has left. */
    record NotSent(String detail) implements Sent {}

    /** Everything else. */
    record Unknown(String detail) implements Sent {}
  }

  /** What became of a look-up. */
  sealed interface LookedUp {
    /**
     * An answer that can be believed.
     *
     * @param targetOrders empty if there are none
     */
    record Found(List<String> targetOrders) implements LookedUp {
      public Found {
        targetOrders = List.copyOf(targetOrders);
      }
    }

    record Failed(String detail) implements LookedUp {}
  }
}
