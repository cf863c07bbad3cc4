package tradecounter.engine.canonical;

/** The object is gone. Its mark stays, so that an older event cannot bring it back. */
public record Deletion(ObjectKey key) implements Change {}
