package tradecounter.deadletter;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tradecounter.configuration.Configuration;
import tradecounter.deadletter.DeadLetterText.Listed;
import tradecounter.deadletter.DeadLetterText.Whole;
import tradecounter.http.Bodies;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.RefusalException;
import tradecounter.security.Caller;
import tradecounter.store.DeadLetterBook;
import tradecounter.store.DeadLetterStore;
import tradecounter.store.KeptLetter;
import tradecounter.store.LetterFilter;

/** What operators see of dead letters, and decide about them. */
public final class DeadLettersEndPoint {
  private static final int LONGEST_RESOLUTION = 1_000;

  private final DeadLetterStore store;
  private final DeadLetterBook book;
  private final Letters letters;
  private final Configuration configuration;

  public DeadLettersEndPoint(
      DeadLetterStore store, DeadLetterBook book, Replay replay, Configuration configuration) {
    this.store = store;
    this.book = book;
    this.letters = new Letters(store, replay.door());
    this.configuration = configuration;
  }

  // ---------------------------------------------------------------- looking

  /** Those that are meant, newest first. */
  public void list(RoutingContext context, Caller caller) {
    Parameters parameters =
        new Parameters(context, Set.of("feed", "code", "state", "q", "limit", "before"));
    String feed = parameters.key("feed");
    String code = parameters.key("code");
    Optional<KeptLetter.State> state =
        parameters.parsed("state", DeadLettersEndPoint::state, "OPEN, REPLAYED or DISMISSED");
    String text =
        parameters
            .parsed("q", DeadLettersEndPoint::text, "1 to " + Letters.LONGEST_TEXT + " characters")
            .orElse("");
    int limit = (int) parameters.whole("limit", 1, 1_000, 100);
    long before = parameters.whole("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
    parameters.check();
    LetterFilter filter = new LetterFilter(feed, code, state, text, 0, before);
    FromPostgres.answer(
        context,
        Letters.inTime(() -> listed(filter, limit)),
        found -> FromPostgres.send(context, json -> write(json, found, limit)));
  }

  private List<Listed> listed(LetterFilter filter, int limit) throws SQLException {
    return store.newest(filter, limit, Letters.PATIENCE_MILLIS).stream().map(Listed::of).toList();
  }

  private static Optional<KeptLetter.State> state(String name) {
    return Arrays.stream(KeptLetter.State.values())
        .filter(state -> state.name().equals(name))
        .findFirst();
  }

  private static Optional<String> text(String given) {
    return Optional.of(given)
        .filter(text -> !text.isEmpty() && text.length() <= Letters.LONGEST_TEXT);
  }

  private static void write(JsonGenerator json, List<Listed> found, int limit) throws IOException {
    json.writeArrayFieldStart("deadLetters");
    for (Listed listed : found) {
      json.writeStartObject();
      DeadLetterText.write(json, listed);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (found.size() == limit) {
      json.writeStringField("next", String.valueOf(found.getLast().kept().id()));
    }
  }

  /** One with all that is known of it, and what would become of it. */
  public void show(RoutingContext context, Caller caller) {
    new Parameters(context, Set.of()).check();
    long id = Letters.id(context);
    FromPostgres.answer(context, () -> letters.whole(id), whole -> Letters.send(context, whole));
  }

  // ---------------------------------------------------------------- deciding

  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  private record Edited(long version, byte[] raw) {}

  /** Puts other bytes beside those that came. */
  public void edit(RoutingContext context, Caller caller) {
    long id = Letters.id(context);
    var _ =
        Bodies.read(context, configuration.limits())
            .map(DeadLettersEndPoint::edited)
            .map(this::fitting)
            .onSuccess(
                edited ->
                    FromPostgres.answer(
                        context,
                        () -> edit(id, edited, caller.subject()),
                        whole -> Letters.send(context, whole)))
            .onFailure(context::fail);
  }

  private Whole edit(long id, Edited edited, String by) throws SQLException {
    if (!book.edit(id, edited.version(), edited.raw(), by)) {
      KeptLetter kept = letters.open(id);
      throw Letters.conflict(
          kept.unsettled() ? "dead-letter-unsettled" : "dead-letter-changed",
          kept.unsettled()
              ? "a replay of it has begun and its end is not known: if it does not end by itself,"
                  + " replay it again first, since the log may have it"
              : "it has version " + kept.version() + " by now: look at it again");
    }
    return letters.whole(id);
  }

  private static Edited edited(byte[] body) {
    return Bodies.json(
        body,
        in -> {
          long[] version = {-1};
          List<byte[]> raw = new ArrayList<>();
          in.start();
          in.object(
              field -> {
                switch (field) {
                  case "version" -> version[0] = in.whole(1, Long.MAX_VALUE);
                  case "raw" ->
                      raw.add(in.text(Integer.MAX_VALUE, 0).getBytes(StandardCharsets.UTF_8));
                  case "rawBase64" -> raw.add(base64(in.text(Integer.MAX_VALUE, 0)));
                  default -> in.unknown(field);
                }
              });
          in.end();
          if (version[0] < 0 || raw.size() != 1) {
            throw new RefusalException(
                "field-missing",
                "'version', as it was seen, and either 'raw' or 'rawBase64' are needed",
                "");
          }
          return new Edited(version[0], raw.getFirst());
        });
  }

  private static byte[] base64(String text) throws RefusalException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new RefusalException("value-invalid", "is no Base64", "/rawBase64");
    }
  }

  private Edited fitting(Edited edited) {
    int most =
        Math.max(
            configuration.limits().eventBytes(), configuration.deliveries().limits().recordBytes());
    if (edited.raw().length > most) {
      throw Problem.of(
              413,
              "body-too-large",
              "it has " + edited.raw().length + " bytes, at most " + most + " are taken")
          .asException();
    }
    return edited;
  }

  /** Says that nothing more is done about one. */
  public void dismiss(RoutingContext context, Caller caller) {
    long id = Letters.id(context);
    var _ =
        Bodies.read(context, configuration.limits())
            .map(DeadLettersEndPoint::resolution)
            .onSuccess(
                resolution ->
                    FromPostgres.answer(
                        context,
                        () -> dismiss(id, resolution, caller.subject()),
                        whole -> Letters.send(context, whole)))
            .onFailure(context::fail);
  }

  private Whole dismiss(long id, String resolution, String by) throws SQLException {
    if (!book.dismiss(id, resolution, by)) {
      letters.open(id);
      throw Letters.underWay();
    }
    return letters.whole(id);
  }

  private static String resolution(byte[] body) {
    return Bodies.json(
        body,
        in -> {
          String[] said = {""};
          in.start();
          in.object(
              field -> {
                if (field.equals("resolution")) {
                  said[0] = in.text(LONGEST_RESOLUTION, 1);
                } else {
                  in.unknown(field);
                }
              });
          in.end();
          if (said[0].isEmpty()) {
            throw new RefusalException(
                "field-missing", "the field 'resolution' is missing: say why", "");
          }
          return said[0];
        });
  }
}
