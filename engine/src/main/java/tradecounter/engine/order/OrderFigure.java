package tradecounter.engine.order;

import java.util.List;

/** What is counted of an ordered quantity. None of it ever falls. */
public enum OrderFigure {
  ACKNOWLEDGED,
  ALLOCATED,
  PICKED,
  PACKED,
  SHIPPED,
  INVOICED,
  /** Its target will not serve it. */
  REFUSED,
  /** Given up: nobody will serve it. */
  CANCELLED,
  /** Refused by its target and asked of another. */
  REROUTED;

  private static final List<OrderFigure> ON_THE_WAY =
      List.of(ACKNOWLEDGED, ALLOCATED, PICKED, PACKED, SHIPPED);

  /** Whether it is a step of what is served, as against what is not. */
  public boolean isStep() {
    return this == INVOICED || ON_THE_WAY.contains(this);
  }

  /** What must have happened to that which this is said of: what is shipped was packed before. */
  List<OrderFigure> implied() {
    return switch (this) {
      case ACKNOWLEDGED, ALLOCATED, PICKED, PACKED, SHIPPED ->
          ON_THE_WAY.subList(0, ON_THE_WAY.indexOf(this));
      case INVOICED -> List.of(ACKNOWLEDGED);
      case REFUSED, CANCELLED, REROUTED -> List.of();
    };
  }
}
