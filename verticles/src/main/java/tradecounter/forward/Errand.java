package tradecounter.forward;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.forward.ErpAdapter.Content;
import tradecounter.forward.ErpAdapter.LookedUp;
import tradecounter.forward.ErpAdapter.Sent;

/**
 * One call at a target, and what it means to the life cycle and to the breaker.
 *
 * @param leaseEndsNanos by this process's own clock, which runs on while the process is frozen
 */
record Errand(Target target, Assignment assignment, long leaseEndsNanos) {

  private static final Logger LOG = LoggerFactory.getLogger(Errand.class);

  /** Why a breaker counts a failure. */
  private static final class FailedException extends Exception {
    FailedException(String detail) {
      super(detail, null, false, false);
    }
  }

  ForwardEvent.Answer run() {
    long began = System.nanoTime();
    try {
      return run(began);
    } catch (RuntimeException e) {
      LOG.error("the adapter of target {} failed", target.name(), e);
      return switch (assignment) {
        case Assignment.Send _ -> sent(new Sent.Unknown(e.toString()), began);
        case Assignment.LookUp _ -> lookedUp(new LookedUp.Failed(e.toString()), began);
      };
    }
  }

  private ForwardEvent.Answer run(long began) {
    return switch (assignment) {
      case Assignment.Send(Dispatch dispatch, Content content) ->
          switch (content) {
            case Content.Unfit(String detail) -> {
              target.breaker().releasePermission();
              yield new ForwardEvent.NotSent(assignment.fence(), detail);
            }
            case Content.Bytes(var bytes) ->
                sent(target.adapter().create(dispatch.forwardId(), bytes, this::leaseHolds), began);
          };
      case Assignment.LookUp(Dispatch dispatch) ->
          lookedUp(target.adapter().lookUp(dispatch.forwardId()), began);
    };
  }

  private boolean leaseHolds() {
    return leaseEndsNanos - System.nanoTime() > 0;
  }

  private ForwardEvent.Answer sent(Sent sent, long began) {
    long fence = assignment.fence();
    return switch (sent) {
      case Sent.Acknowledged(String targetOrder) -> {
        wentWell(began);
        yield new ForwardEvent.Acknowledged(fence, targetOrder);
      }
      case Sent.Refused(var refusal) -> {
        wentWell(began);
        yield new ForwardEvent.Refused(fence, refusal);
      }
      case Sent.NotSent(String detail) -> {
        failed(began, detail);
        yield new ForwardEvent.NotSent(fence, detail);
      }
      case Sent.Unknown(String detail) -> {
        failed(began, detail);
        yield new ForwardEvent.Unknown(fence, detail);
      }
    };
  }

  private ForwardEvent.Answer lookedUp(LookedUp lookedUp, long began) {
    long fence = assignment.fence();
    return switch (lookedUp) {
      case LookedUp.Found(var targetOrders) -> {
        wentWell(began);
        yield targetOrders.isEmpty()
            ? new ForwardEvent.NotFound(fence)
            : new ForwardEvent.Found(fence, targetOrders);
      }
      case LookedUp.Failed(String detail) -> {
        failed(began, detail);
        yield new ForwardEvent.LookUpFailed(fence, detail);
      }
    };
  }

  private void wentWell(long began) {
    target.breaker().onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }

  private void failed(long began, String detail) {
    target
        .breaker()
        .onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, new FailedException(detail));
  }
}
