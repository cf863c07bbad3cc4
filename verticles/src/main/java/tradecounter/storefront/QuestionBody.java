package tradecounter.storefront;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tradecounter.engine.canonical.Day;
import tradecounter.http.Problem;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/**
 * The body of a question of many lines, read strictly.
 *
 * @param onDay {@link Day#OPEN_START} if none is given
 * @param byDay {@link Day#OPEN_END} if none is given
 */
record QuestionBody(
    String customer,
    String shipTo,
    String currency,
    int onDay,
    int byDay,
    boolean shipComplete,
    boolean explain,
    List<QuestionLine> lines) {
  /** An explanation names every receipt and every demand. */
  private static final int MAXIMUM_EXPLAINED_LINES = 50;

  static final Set<String> AVAILABILITY =
      Set.of("customer", "shipTo", "on", "by", "shipComplete", "explain", "lines");
  static final Set<String> PRICES = Set.of("customer", "currency", "on", "lines");

  /**
   * Reads the body; leaves with a 400 that names the place, or a 413 if there are too many lines.
   *
   * @param fields the fields that this operation has
   */
  static QuestionBody read(byte[] body, Set<String> fields, int maximumLines) {
    try (JsonCursor in = new JsonCursor(body, 0, body.length, false)) {
      return new Reading(in, fields, maximumLines).read();
    } catch (RefusalException e) {
      throw new Problem(
              e.code().equals("too-many-lines") ? 413 : 400,
              e.code(),
              e.detail(),
              List.of(new Problem.Entry(e.pointer(), e.code(), e.detail())))
          .asException();
    } catch (JsonProcessingException e) {
      throw Problem.badRequest(
              "json-invalid", "the body is not valid JSON: " + JsonCursor.reason(e))
          .asException();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  /** One body being read. */
  private static final class Reading {
    private final JsonCursor in;
    private final Set<String> fields;
    private final int maximumLines;
    private String customer = "";
    private String shipTo = "";
    private String currency = "";
    private int onDay = Day.OPEN_START;
    private int byDay = Day.OPEN_END;
    private boolean shipComplete;
    private boolean explain;
    private List<QuestionLine> lines = List.of();

    Reading(JsonCursor in, Set<String> fields, int maximumLines) {
      this.in = in;
      this.fields = fields;
      this.maximumLines = maximumLines;
    }

    QuestionBody read() throws IOException, RefusalException {
      in.start();
      in.object(
          field -> {
            if (!fields.contains(field)) {
              in.unknown(field);
              return;
            }
            switch (field) {
              case "customer" -> customer = in.key();
              case "shipTo" -> shipTo = in.key();
              case "currency" -> currency = in.currency();
              case "on" -> onDay = in.day();
              case "by" -> byDay = in.day();
              case "shipComplete" -> shipComplete = in.flag();
              case "explain" -> explain = in.flag();
              case "lines" -> lines = lines();
              default -> in.unknown(field);
            }
          });
      in.end();
      if (lines.isEmpty()) {
        throw new RefusalException("field-missing", "give at least one line", "/lines");
      }
      if (explain && lines.size() > MAXIMUM_EXPLAINED_LINES) {
        throw new RefusalException(
            "too-many-lines",
            "at most " + MAXIMUM_EXPLAINED_LINES + " lines can be explained at once",
            "/lines");
      }
      return new QuestionBody(
          customer, shipTo, currency, onDay, byDay, shipComplete, explain, lines);
    }

    private List<QuestionLine> lines() throws IOException, RefusalException {
      List<QuestionLine> read = new ArrayList<>();
      in.array(
          () -> {
            if (read.size() == maximumLines) {
              throw new RefusalException(
                  "too-many-lines", "at most " + maximumLines + " lines at once", "/lines");
            }
            read.add(line());
            return read.size();
          });
      return read;
    }

    private QuestionLine line() throws IOException, RefusalException {
      String[] keys = {"", ""};
      long[] quantity = {0};
      in.object(
          field -> {
            switch (field) {
              case "item" -> keys[0] = in.key();
              case "uom" -> keys[1] = in.key();
              case "quantity" -> {
                quantity[0] = in.quantity();
                if (quantity[0] <= 0) {
                  throw in.wrong("must be more than 0");
                }
              }
              default -> in.unknown(field);
            }
          });
      if (keys[0].isEmpty()) {
        throw in.missing("item");
      }
      return new QuestionLine(keys[0], quantity[0], keys[1]);
    }
  }
}
