package tradecounter.store;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which dead letters are meant.
 *
 * @param feed empty for all
 * @param code empty for all
 * @param text what detail, place, subject or event id contain, in upper or lower case, or the bytes
 *     as it is written here; empty for all
 * @param after only younger than this one
 * @param before only older than this one
 */
public record LetterFilter(
    String feed,
    String code,
    Optional<KeptLetter.State> state,
    String text,
    long after,
    long before) {
  /** Every one. */
  public static final LetterFilter ALL =
      new LetterFilter("", "", Optional.empty(), "", 0, Long.MAX_VALUE);

  /** Exactly one. */
  public static LetterFilter one(long id) {
    return new LetterFilter("", "", Optional.empty(), "", id - 1, id + 1);
  }

  /** The same, but only younger than this one. */
  public LetterFilter after(long id) {
    return new LetterFilter(feed, code, state, text, id, before);
  }

  /** The same, but only those that are open. */
  LetterFilter open() {
    return new LetterFilter(feed, code, Optional.of(KeptLetter.State.OPEN), text, after, before);
  }

  /** As a condition with question marks; {@link #set} gives them their values. */
  String condition() {
    StringBuilder condition = new StringBuilder("id > ? AND id < ?");
    if (!feed.isEmpty()) {
      condition.append(" AND feed = ?");
    }
    if (!code.isEmpty()) {
      condition.append(" AND code = ?");
    }
    // Not as a parameter: the indexes of what is open are there for exactly these words.
    state.ifPresent(one -> condition.append(" AND state = '").append(one.name()).append('\''));
    if (!text.isEmpty()) {
      condition.append(
          " AND (detail ILIKE ? OR place ILIKE ? OR subject ILIKE ? OR event_id ILIKE ?"
              + " OR position(? IN raw) > 0 OR position(? IN coalesce(edited, ''::bytea)) > 0)");
    }
    return condition.toString();
  }

  /**
   * Sets the parameters of {@link #condition}.
   *
   * @param first the number of the first one
   * @return the number of the parameter after the last one
   */
  int set(PreparedStatement statement, int first) throws SQLException {
    List<Object> values = new ArrayList<>(List.of(after, before));
    if (!feed.isEmpty()) {
      values.add(feed);
    }
    if (!code.isEmpty()) {
      values.add(code);
    }
    if (!text.isEmpty()) {
      String within = "%" + Database.storable(text).replaceAll("([\\\\%_])", "\\\\$1") + "%";
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      values.addAll(List.of(within, within, within, within, bytes, bytes));
    }
    int next = first;
    for (Object value : values) {
      statement.setObject(next++, value);
    }
    return next;
  }
}
