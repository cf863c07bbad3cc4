package tradecounter.storefront.line;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.http.Bodies;
import tradecounter.http.Problem;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;
import tradecounter.security.CompactJws;

/**
 * The body of a question of many lines, read strictly.
 *
 * @param onDay {@link Day#OPEN_START} if none is given
 * @param byDay {@link Day#OPEN_END} if none is given
 */
public record QuestionBody(
    String customer,
    String shipTo,
    String currency,
    int onDay,
    int byDay,
    boolean shipComplete,
    boolean explain,
    Wishes wishes,
    List<QuestionLine> lines) {

  /**
   * What only holds and orders say.
   *
   * @param ttlSeconds so long is to be held, 0 if it does not say
   * @param partial whether less than all may be held
   * @param reference the customer's own name of the order
   * @param quoteToken of the quote that is ordered, empty if none
   * @param hold that is ordered, empty if none
   */
  public record Wishes(
      int ttlSeconds, boolean partial, String reference, String quoteToken, String hold) {}

  /** An explanation names everything that was looked at. */
  public static final int MAXIMUM_EXPLAINED_LINES = 50;

  /** Of a body in which more is wrong only so much is told. */
  private static final int MAXIMUM_ERRORS = 100;

  /** Which fields a question has, and what its lines need. */
  public enum Form {
    AVAILABILITY,
    /** Its lines may have ids. */
    PRICES,
    /** Its lines have ids, their number in the request unless they name another, and quantities. */
    QUOTE,
    /** Its lines as those of a quote; each may say whence and from when on. */
    HOLD,
    /** Its lines as those of a quote; each may say what it is believed to cost. */
    ORDER;

    private boolean namesLines() {
      return this == QUOTE || this == HOLD || this == ORDER;
    }

    private boolean has(String field) {
      return switch (this) {
        case AVAILABILITY -> OF_AVAILABILITY.contains(field);
        case PRICES -> OF_PRICES.contains(field);
        case QUOTE -> OF_QUOTE.contains(field);
        case HOLD -> OF_HOLD.contains(field);
        case ORDER -> OF_ORDER.contains(field);
      };
    }
  }

  private static final Set<String> OF_AVAILABILITY =
      Set.of("customer", "shipTo", "on", "by", "shipComplete", "explain");
  private static final Set<String> OF_PRICES =
      Set.of("customer", "shipTo", "currency", "on", "explain");
  private static final Set<String> OF_QUOTE =
      Set.of("customer", "shipTo", "currency", "shipComplete");
  private static final Set<String> OF_HOLD =
      Set.of("customer", "shipTo", "by", "shipComplete", "ttlSeconds", "partial");
  private static final Set<String> OF_ORDER =
      Set.of("customer", "shipTo", "shipComplete", "reference", "quoteToken", "holdId");

  /**
   * Reads the body; leaves with a 400 that names every place where something is wrong, or a 413 if
   * there are too many lines. Behind a place where the JSON itself goes wrong nothing is looked at.
   */
  public static QuestionBody read(byte[] body, Form form, int maximumLines) {
    return Bodies.json(body, in -> new Reading(in, form, maximumLines).read());
  }

  /** One body being read. */
  private static final class Reading {
    private final JsonCursor in;
    private final Form form;
    private final int maximumLines;
    private final List<Problem.Entry> errors = new ArrayList<>();
    private final Set<String> lineIds = new HashSet<>();
    private String customer = "";
    private String shipTo = "";
    private String currency = "";
    private int onDay = Day.OPEN_START;
    private int byDay = Day.OPEN_END;
    private boolean shipComplete;
    private boolean explain;
    private int ttlSeconds;
    private boolean partial;
    private String reference = "";
    private String quoteToken = "";
    private String hold = "";
    private boolean linesGiven;
    private final List<QuestionLine> lines = new ArrayList<>();

    Reading(JsonCursor in, Form form, int maximumLines) {
      this.in = in;
      this.form = form;
      this.maximumLines = maximumLines;
    }

    QuestionBody read() throws IOException {
      try {
        in.start();
        in.object(this::field);
        in.end();
        checkLines();
      } catch (RefusalException e) {
        if (e.code().equals("too-many-lines")) {
          throw problem(413, List.of(entry(e)));
        }
        errors.add(entry(e));
      }
      if (form == Form.ORDER && reference.isEmpty() && errors.isEmpty()) {
        errors.add(new Problem.Entry("/reference", "field-missing", "name your order"));
      }
      if (!errors.isEmpty()) {
        throw problem(400, errors);
      }
      return new QuestionBody(
          customer,
          shipTo,
          currency,
          onDay,
          byDay,
          shipComplete,
          explain,
          new Wishes(ttlSeconds, partial, reference, quoteToken, hold),
          lines);
    }

    private static Problem.ProblemException problem(int status, List<Problem.Entry> errors) {
      Problem.Entry first = errors.getFirst();
      return new Problem(
              status,
              first.code(),
              errors.size() == 1
                  ? first.detail()
                  : first.pointer() + " " + first.detail() + ", and more: see errors",
              errors)
          .asException();
    }

    private static Problem.Entry entry(RefusalException e) {
      return new Problem.Entry(e.pointer(), e.code(), e.detail());
    }

    private void checkLines() throws RefusalException {
      if (lines.isEmpty() && (errors.isEmpty() || !linesGiven)) {
        throw new RefusalException("field-missing", "give at least one line", "/lines");
      }
      if (explain && lines.size() > MAXIMUM_EXPLAINED_LINES) {
        throw new RefusalException(
            "too-many-lines",
            "at most " + MAXIMUM_EXPLAINED_LINES + " lines can be explained at once",
            "/lines");
      }
    }

    private void field(String field) throws IOException, RefusalException {
      if (field.equals("lines")) {
        linesGiven = true;
        lines();
        return;
      }
      noting(
          () -> {
            if (!form.has(field)) {
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
              case "ttlSeconds" -> ttlSeconds = in.integer(1, Integer.MAX_VALUE);
              case "partial" -> partial = in.flag();
              case "reference" -> reference = in.key();
              case "quoteToken" -> quoteToken = in.text(CompactJws.MAXIMUM_LENGTH, 1);
              case "holdId" -> hold = in.key();
              default -> in.unknown(field);
            }
          });
    }

    private void lines() throws IOException, RefusalException {
      if (!in.isArray()) {
        noting(
            () -> {
              throw in.wrong("must be a JSON array");
            });
        return;
      }
      int[] read = {0};
      in.array(
          () -> {
            if (read[0]++ == maximumLines) {
              throw new RefusalException(
                  "too-many-lines", "at most " + maximumLines + " lines at once", "/lines");
            }
            line(read[0]);
            return read[0];
          });
    }

    private void line(int number) throws IOException, RefusalException {
      if (!in.isObject()) {
        noting(
            () -> {
              throw in.wrong("must be a JSON object");
            });
        return;
      }
      LineFields fields = new LineFields();
      int before = errors.size();
      in.object(field -> noting(() -> fields.read(field)));
      if (errors.size() == before) {
        noting(() -> lines.add(fields.checked(number)));
      }
    }

    /** Reads one value; what is wrong with it is noted, and the reading goes on behind it. */
    private void noting(Value value) throws IOException, RefusalException {
      try {
        value.read();
      } catch (RefusalException e) {
        if (errors.size() == MAXIMUM_ERRORS) {
          throw e;
        }
        errors.add(entry(e));
        if (in.isObject() || in.isArray()) {
          in.skip();
        }
      }
    }

    private interface Value {
      void read() throws IOException, RefusalException;
    }

    /** The fields of one line. */
    private final class LineFields {
      private String lineId = "";
      private String item = "";
      private String uom = "";
      private long quantity;
      private @Nullable SourceKey only;
      private int onDay = Day.OPEN_START;
      private QuestionLine.@Nullable StatedPrice price;

      void read(String field) throws IOException, RefusalException {
        switch (field) {
          case "item" -> item = in.key();
          case "uom" -> uom = in.key();
          case "quantity" -> {
            quantity = in.quantity();
            if (quantity <= 0) {
              throw in.wrong("must be more than 0");
            }
          }
          case "lineId" -> {
            if (form == Form.AVAILABILITY) {
              in.unknown(field);
            }
            lineId = in.key();
            requireUnique(lineId);
          }
          case "from" -> {
            if (form != Form.HOLD) {
              in.unknown(field);
            }
            only = source();
          }
          case "on" -> {
            if (form != Form.HOLD) {
              in.unknown(field);
            }
            onDay = in.day();
          }
          case "unitPrice" -> {
            if (form != Form.ORDER) {
              in.unknown(field);
            }
            price = price();
          }
          default -> in.unknown(field);
        }
      }

      private SourceKey source() throws IOException, RefusalException {
        List<SourceKey> named = new ArrayList<>(1);
        in.object(
            field -> {
              switch (field) {
                case "location" -> named.add(SourceKey.location(in.key()));
                case "supplier" -> named.add(SourceKey.supplier(in.key()));
                default -> in.unknown(field);
              }
            });
        if (named.size() != 1) {
          throw in.wrong("must name one location or one supplier");
        }
        return named.getFirst();
      }

      private QuestionLine.StatedPrice price() throws IOException, RefusalException {
        var it =
            new Object() {
              long amount = -1;
              String currency = "";
            };
        in.object(
            field -> {
              switch (field) {
                case "amount" -> it.amount = in.decimalFromZero();
                case "currency" -> it.currency = in.currency();
                default -> in.unknown(field);
              }
            });
        if (it.amount < 0) {
          throw in.missing("amount");
        }
        if (it.currency.isEmpty()) {
          throw in.missing("currency");
        }
        return new QuestionLine.StatedPrice(it.amount, it.currency);
      }

      private void requireUnique(String id) throws RefusalException {
        if (!lineIds.add(id)) {
          throw in.wrong("line-id-repeated", "another line has the id '" + id + "' already");
        }
      }

      QuestionLine checked(int number) throws RefusalException {
        if (item.isEmpty()) {
          throw in.missing("item");
        }
        if (form.namesLines() && quantity == 0) {
          throw in.missing("quantity");
        }
        if (form.namesLines() && lineId.isEmpty()) {
          lineId = Integer.toString(number);
          requireUnique(lineId);
        }
        return new QuestionLine(lineId, item, quantity, uom, only, onDay, price);
      }
    }
  }
}
