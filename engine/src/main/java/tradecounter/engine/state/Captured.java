package tradecounter.engine.state;

/** One entity as it was at the moment of capture: immutable, so it can be encoded later. */
public final class Captured {
  private final Entity entity;
  private final Object value;

  Captured(Entity entity, Object value) {
    this.entity = entity;
    this.value = value;
  }

  public Entity entity() {
    return entity;
  }

  Object value() {
    return value;
  }
}
