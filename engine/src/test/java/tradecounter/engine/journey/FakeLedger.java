package tradecounter.engine.journey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.order.OrderProgress;
import tradecounter.engine.order.ProgressStep.TroubleType;

/**
 * Postgres as far as holds and orders need it: {@code READ COMMITTED} transactions, row locks,
 * unique keys, and the ledger's tables with the rules by which {@code HoldLedger}, {@code
 * LedgerEntries} and {@code AnsweredKeys} write them. What takes a lock that another transaction
 * has is told so and comes again: nobody waits in a single thread.
 */
public final class FakeLedger {
  private static final Position NOWHERE = new Position(List.of());

  private final Map<String, Transaction> locks = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private int forgotten;
  private final Rows<Long> versions = new Rows<>();
  private final Rows<Hold> holds = new Rows<>();
  private final Rows<Position> shownAt = new Rows<>();
  private final Rows<Answer> answers = new Rows<>();
  final Rows<OrderRow> orders = new Rows<>();
  final Rows<ForwardRow> forwards = new Rows<>();
  final Rows<Trouble> troubles = new Rows<>();
  final Rows<Integer> offsets = new Rows<>();
  final Rows<WaitingNews> waitingNews = new Rows<>();
  private final List<Rows<?>> tables =
      List.of(versions, holds, shownAt, answers, orders, forwards, troubles, offsets, waitingNews);

  /** What a line is from a version of its item's ledger on. */
  public record Entry(String item, long version, HeldLine line, Optional<Position> reflectedAt) {
    String name() {
      return line.hold() + "\0" + line.line();
    }

    boolean isAheadOf(Position applied) {
      return line.reflected() > 0 && reflectedAt.filter(applied::reaches).isEmpty();
    }

    HeldLine lineAt(Position applied) {
      return !isAheadOf(applied)
          ? line
          : new HeldLine(
              line.hold(),
              line.line(),
              line.customer(),
              line.source(),
              line.leavesOnDay(),
              line.quantity(),
              0,
              line.orderLine(),
              line.acknowledgedAtMillis());
    }
  }

  /** All that is held of an item. */
  public record ItemState(String item, long version, List<Entry> entries) {}

  /** What a request under a key was answered with. */
  public record Answer(String fingerprint, String text) {}

  /** An accepted order. */
  record OrderRow(OrderProgress progress, String erpOrder, String key) {}

  /** A document on its way. */
  record ForwardRow(
      Forward forward, String order, String target, Document document, String sentBytes) {}

  /** What a person has to look at, or had to. */
  record Trouble(TroubleType type, String subject, String order, boolean open) {
    String name() {
      return type + " " + subject;
    }
  }

  /** News of an ERP's order that nobody knows yet; none once it is applied. */
  record WaitingNews(String erpOrder, Optional<News> news) {}

  /** Somebody else has written a row of that key meanwhile. */
  public static final class NotUniqueException extends Exception {
    NotUniqueException(String key) {
      super(key, null, false, false);
    }
  }

  public Transaction begin() {
    return new Transaction();
  }

  // ---------------------------------------------------------------- what is committed

  /** The versions of the items' ledgers. */
  public long version(String item) {
    return versions.committed(item).orElse(0L);
  }

  public Optional<Hold> hold(String hold) {
    return holds.committed(hold);
  }

  public Collection<Hold> holds() {
    return holds.committed();
  }

  /** How many entries there are: from there on to look the next time. */
  public int snapshot() {
    return entries.size();
  }

  /** Forgets the entries that there are. */
  public void purge() {
    forgotten = entries.size();
  }

  /** Whether anything that was noted since then is forgotten. */
  boolean hasForgotten(int snapshot) {
    return snapshot < forgotten;
  }

  /** What was noted since then and is not forgotten, by item and version. */
  public List<Entry> since(int snapshot) {
    List<Entry> noted =
        new ArrayList<>(entries.subList(Math.max(snapshot, forgotten), entries.size()));
    noted.sort(
        (a, b) ->
            a.item().equals(b.item())
                ? Long.compare(a.version(), b.version())
                : a.item().compareTo(b.item()));
    return noted;
  }

  /** The entries of these items after the versions that are known. */
  public List<Entry> after(Map<String, Long> known) {
    return since(0).stream()
        .filter(entry -> entry.version() > known.getOrDefault(entry.item(), Long.MAX_VALUE))
        .toList();
  }

  /** The state of these items: every line that is open or was reflected not long ago. */
  public List<ItemState> states(Set<String> items) {
    Map<String, List<Entry>> lines = new TreeMap<>();
    for (String item : items) {
      if (versions.committed(item).isPresent()) {
        lines.put(item, new ArrayList<>());
      }
    }
    for (Hold hold : holds.committed()) {
      for (Hold.Line line : hold.lines()) {
        List<Entry> its = lines.get(line.item());
        if (its != null && (line.open() > 0 || line.reflected() > 0)) {
          its.add(
              new Entry(
                  line.item(),
                  version(line.item()),
                  heldLine(hold, line),
                  shownAt.committed(hold.hold() + "\0" + line.line())));
        }
      }
    }
    List<ItemState> states = new ArrayList<>();
    lines.forEach((item, its) -> states.add(new ItemState(item, version(item), its)));
    return states;
  }

  private static HeldLine heldLine(Hold hold, Hold.Line line) {
    return new HeldLine(
        hold.hold(),
        line.line(),
        hold.customer(),
        line.source(),
        line.leavesOnDay(),
        line.quantity() - line.givenBack(),
        line.reflected(),
        line.orderLine(),
        hold.acknowledgedAtMillis());
  }

  // ---------------------------------------------------------------- transactions

  /** One transaction. */
  public final class Transaction {
    private final Set<String> locked = new HashSet<>();
    private final List<Entry> noted = new ArrayList<>();
    private final Set<String> inserted = new TreeSet<>();
    private final List<Runnable> committed = new ArrayList<>();
    private boolean open = true;

    private Transaction() {}

    /** Whether it has neither committed nor been rolled back, by itself or by the server. */
    public boolean isOpen() {
      return open;
    }

    /** Takes all of these locks; false, and none of them, if another transaction has one. */
    public boolean lock(Collection<String> names) {
      for (String name : names) {
        @Nullable Transaction by = locks.get(name);
        if (by != null && by != this) {
          return false;
        }
      }
      names.forEach(name -> locks.put(name, this));
      locked.addAll(names);
      return true;
    }

    /** What was answered under the key, as far as it is committed. */
    public Optional<Answer> answered(String key) {
      return answers.get(this, key);
    }

    /** Keeps an answer, unless another transaction has committed one by the end of this. */
    public void keep(String key, Answer answer) throws NotUniqueException {
      if (answers.get(this, key).isPresent()) {
        throw new NotUniqueException(key);
      }
      inserted.add(key);
      answers.put(this, key, answer);
    }

    /** Keeps an answer, whatever was answered before: no server does so. */
    void overwrite(String key, Answer answer) {
      answers.put(this, key, answer);
    }

    public Optional<Hold> hold(String hold) {
      return holds.get(this, hold);
    }

    /** As the transaction sees them. */
    Collection<Hold> holds() {
      return holds.all(this).values();
    }

    public long version(String item) {
      return versions.get(this, item).orElse(0L);
    }

    /**
     * Writes holds, and one entry for each line that has changed, under the next version of its
     * item.
     *
     * @param reflectedAt at which position of the log what is newly reflected is shown
     */
    public List<Entry> write(Collection<Hold> changed, Optional<Position> reflectedAt) {
      Map<String, Long> raised = new HashMap<>();
      List<Entry> written = new ArrayList<>();
      for (Hold after : changed) {
        Optional<Hold> before = hold(after.hold());
        for (Hold.Line line : after.lines()) {
          Optional<Hold.Line> old = before.flatMap(hold -> line(hold, line.line()));
          boolean same =
              old.filter(line::equals).isPresent()
                  && before
                      .filter(hold -> hold.acknowledgedAtMillis() == after.acknowledgedAtMillis())
                      .isPresent();
          if (!same) {
            boolean shownMore = line.reflected() > old.map(Hold.Line::reflected).orElse(0L);
            String name = after.hold() + "\0" + line.line();
            if (shownMore) {
              shownAt.put(this, name, reflectedAt.orElse(NOWHERE));
            }
            long version = raised.computeIfAbsent(line.item(), item -> version(item) + 1);
            written.add(
                new Entry(
                    line.item(),
                    version,
                    heldLine(after, line),
                    shownMore ? reflectedAt : shownAt.get(this, name)));
          }
        }
        holds.put(this, after.hold(), after);
      }
      raised.forEach((item, version) -> versions.put(this, item, version));
      noted.addAll(written);
      return written;
    }

    private static Optional<Hold.Line> line(Hold hold, String key) {
      return hold.lines().stream().filter(line -> line.line().equals(key)).findFirst();
    }

    /** What happens once it is committed, and only then. */
    void onCommit(Runnable run) {
      committed.add(run);
    }

    /** What it notes with its commit. */
    List<Entry> noted() {
      return noted;
    }

    public void commit() throws NotUniqueException {
      for (String key : inserted) {
        if (answers.committed(key).isPresent()) {
          rollBack();
          throw new NotUniqueException(key);
        }
      }
      tables.forEach(table -> table.commit(this));
      entries.addAll(noted);
      end();
      committed.forEach(Runnable::run);
    }

    public void rollBack() {
      tables.forEach(table -> table.rollBack(this));
      end();
    }

    private void end() {
      locked.forEach(locks::remove);
      locked.clear();
      open = false;
    }
  }
}
