package tradecounter.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the commands of one turn are answered with once it is committed. For one attempt. */
final class Answers {
  private final List<AnsweredKeys.Kept> toKeep = new ArrayList<>();
  private final List<Runnable> giving = new ArrayList<>();

  /** Answers what was answered before, or is worked on elsewhere; gives what is left. */
  List<Pending<?>> look(Connection connection, List<Pending<?>> commands) throws SQLException {
    List<RequestKey> keys = commands.stream().flatMap(p -> p.command().key().stream()).toList();
    Set<String> elsewhere = AnsweredKeys.taken(connection, keys);
    // Looked at under their locks: who has just let go of one has answered it, or never will.
    Map<String, AnsweredKeys.Known> known = AnsweredKeys.look(connection, keys);
    List<Pending<?>> left = new ArrayList<>(commands.size());
    for (Pending<?> pending : commands) {
      Optional<String> name = pending.command().key().map(AnsweredKeys::name);
      AnsweredKeys.@Nullable Known before = name.map(known::get).orElse(null);
      if (before != null) {
        repeat(pending, before);
      } else if (name.filter(elsewhere::contains).isPresent()) {
        failed(pending, new LedgerDesk.InFlightException());
      } else {
        left.add(pending);
      }
    }
    return left;
  }

  @SuppressWarnings("unchecked") // A command with a key answers with what can be kept.
  private <T> void repeat(Pending<T> pending, AnsweredKeys.Known before) {
    if (pending.command().key().filter(before::isOf).isPresent()) {
      add(pending, (T) before.answer().again());
    } else {
      failed(pending, new LedgerDesk.KeyReusedException());
    }
  }

  <T> void keep(Command<T> command, T answer) {
    command.key().ifPresent(key -> toKeep.add(new AnsweredKeys.Kept(key, (KeptAnswer) answer)));
  }

  void keep(Connection connection) throws SQLException {
    AnsweredKeys.keep(connection, toKeep);
  }

  <T> void add(Pending<T> pending, T answer) {
    giving.add(() -> pending.answer().complete(answer));
  }

  void failed(Pending<?> pending, RuntimeException failure) {
    giving.add(() -> pending.fail(failure));
  }

  void give() {
    giving.forEach(Runnable::run);
  }
}
