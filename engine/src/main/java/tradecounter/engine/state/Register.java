package tradecounter.engine.state;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.state.Marks.Marked;

/**
 * All objects of one kind that are written down one by one, with how far each feed's word on them
 * has been applied. One writer; any thread looks up.
 */
final class Register<T extends Change> {
  private final Entity.Kind kind;
  private final Class<T> type;
  private final Consumer<Entity> written;
  private final Publisher<T> publisher;
  private final Map<String, Marked<T>> objects = new ConcurrentHashMap<>();

  /** Makes a change visible in the form in which questions look for it. Writer only. */
  interface Publisher<T> {
    /**
     * The object is now {@code changed} and was {@code old}, {@code null} where there was or is
     * none.
     */
    void publish(String key, @Nullable Told<T> old, @Nullable Told<T> changed);
  }

  /**
   * @param written told of each object that was changed
   */
  Register(Entity.Kind kind, Class<T> type, Consumer<Entity> written, Publisher<T> publisher) {
    this.kind = kind;
    this.type = type;
    this.written = written;
    this.publisher = publisher;
  }

  /**
   * Applies what an event says of one object.
   *
   * @param changed an object of this register's kind; {@code null} deletes it
   */
  Verdict apply(int feed, Envelope envelope, ObjectKey objectKey, @Nullable Change changed) {
    String key = objectKey.toString();
    Marked<T> old = objects.get(key);
    Marked<T> known = old == null ? new Marked<>(objectKey, null, Marks.NONE) : old;
    Verdict verdict = known.judge(feed, envelope);
    if (verdict.isApplied()) {
      Marked<T> updated = known.with(feed, envelope, changed == null ? null : type.cast(changed));
      objects.put(key, updated);
      written.accept(new Entity(kind, key));
      publisher.publish(key, known.told(), updated.told());
    }
    return verdict;
  }

  /** Puts an object that was written down earlier. */
  void restore(String key, byte[] bytes, StateCodec codec) {
    Marked<T> marked = codec.decodeMarked(bytes, type);
    objects.put(key, marked);
    publisher.publish(key, null, marked.told());
  }

  /** The object with its marks, a deleted one included. */
  @Nullable Marked<T> marked(String key) {
    return objects.get(key);
  }

  /** The object, if it is there. */
  @Nullable T value(String key) {
    Marked<T> marked = objects.get(key);
    return marked == null ? null : marked.value();
  }

  /** All objects that are there, in no order. */
  Stream<T> values() {
    return objects.values().stream().map(Marked::value).mapMulti(Register::present);
  }

  static <T> void present(@Nullable T value, Consumer<T> to) {
    if (value != null) {
      to.accept(value);
    }
  }

  /** All keys, those of deleted objects included. */
  Iterable<String> keys() {
    return objects.keySet();
  }

  int size() {
    return objects.size();
  }
}
