package tradecounter.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradecounter.engine.Given.breaks;
import static tradecounter.engine.Given.day;
import static tradecounter.engine.Given.units;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.engine.Given;
import tradecounter.engine.Log.Event;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.ContractPrice.Target;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ObjectKey.OfContractPrice;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.state.PriceBook.Row;
import tradecounter.engine.state.TargetLines.Outcome;

/** A book says what its lines say, whichever way it was made, in few bytes. */
final class PriceBookTest {
  private final World world = new World();
  private final Table table = new Table();

  /** What is written down: one row for each target of each party. */
  private final class Table {
    private final Map<LineTarget, byte[]> rows = new HashMap<>();
    private String refused = "";

    void write(Envelope envelope, Change change) {
      LineTarget target = LineTarget.of((OfContractPrice) change.key());
      byte[] row = rows.get(target);
      TargetLines lines =
          row == null ? TargetLines.none(target) : TargetLines.decode(world, target, row);
      refused = "";
      switch (lines.with(world, envelope, change)) {
        case Outcome.Changed changed -> rows.put(target, changed.lines().encode(world));
        case Outcome.Unchanged _ -> {}
        case Outcome.Refused refusal -> refused = refusal.reason();
      }
    }

    PriceBook book(Party party) {
      List<Row> ofParty = new ArrayList<>();
      rows.forEach(
          (target, lines) -> {
            if (target.party().equals(party)) {
              ofParty.add(new Row(target.text(), lines));
            }
          });
      return PriceBook.of(world, party, ofParty);
    }
  }

  private static ContractPrice line(
      String contract, Target target, String key, String uom, int from, String breaks) {
    return new ContractPrice(
        contract,
        Party.customer("C-1"),
        target,
        key,
        uom,
        "EUR",
        breaks(breaks),
        100,
        0,
        7,
        "G",
        true,
        from,
        Day.OPEN_END);
  }

  private static Envelope counted(long sequence) {
    return Event.counted("erp", sequence, Given.stocked("X")).envelope();
  }

  // ---------------------------------------------------------------- what it says

  @Test
  void aLineIsReadAsItWasWritten() {
    ContractPrice terms =
        line("K/1", Target.CATEGORY, "PIPES ½\"", "BOX", day("2026-01-01"), "9@0 8.5@10 0@999999");
    ContractPrice discount = Given.discount("K-2", "C-1", "I-1", "12.3456");
    table.write(Event.timed("wms", "x", 1_799_999_999_123_456L, terms).envelope(), terms);
    table.write(Event.arriving("edge", "y", terms).envelope(), terms);
    table.write(Event.timed("erp", "z", Long.MAX_VALUE, discount).envelope(), discount);
    PriceBook book = table.book(Party.customer("C-1"));
    assertThat(book.size()).isEqualTo(2);
    assertThat(book.forCategory("PIPES ½\"")).containsExactly(new Told<>(terms, 0b11));
    assertThat(book.forItem("I-1")).containsExactly(new Told<>(discount, 0b100));
    assertThat(book.forItem("PIPES ½\"")).isEmpty();
    assertThat(book.forCategory("")).isEmpty();
    assertThat(PriceBook.EMPTY.forItem("I-1")).isEmpty();
  }

  @Test
  void aDeletedLineKeepsItsMarks() {
    ContractPrice terms = Given.contract("K", "C-1", "A", "9@1");
    PriceBook book = PriceBook.EMPTY.with(world, counted(4), terms);
    PriceBook deleted = book.with(world, counted(6), new Deletion(terms.key()));
    assertThat(deleted.forItem("A")).isEmpty();
    assertThat(deleted.size()).isEqualTo(1);
    assertThat(deleted.with(world, counted(5), terms)).isSameAs(deleted);
    assertThat(deleted.with(world, counted(7), terms).forItem("A")).hasSize(1);
    assertThat(book.forItem("A")).as("the book before").hasSize(1);
  }

  @Test
  void theLineOfAnotherPartyIsNotTaken() {
    PriceBook book =
        PriceBook.EMPTY.with(world, counted(1), Given.contract("K", "C-1", "A", "9@1"));
    ContractPrice other = Given.contract("K", "C-2", "A", "9@1");
    assertThatThrownBy(() -> book.with(world, counted(2), other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aBookKeptCurrentIsTheBookOfItsRowsAndOfAPlainMap(long seed) {
    Random random = new Random(seed);
    PriceBook kept = PriceBook.EMPTY;
    Map<String, Envelope> marks = new HashMap<>();
    Map<String, ContractPrice> plain = new TreeMap<>();
    int targets = seed < 3 ? 300 : 4;
    for (int i = 0; i < 6_000; i++) {
      Target target = random.nextInt(10) == 0 ? Target.CATEGORY : Target.ITEM;
      String key = random.nextInt(20) == 0 ? "Ünïcode 𝄞" : "I" + random.nextInt(targets);
      String contract = "K" + random.nextInt(3);
      // Each contract has minima of its own, so that none contradicts another.
      int minimum = 1 + contract.charAt(1);
      int from = random.nextInt(3) == 0 ? Day.OPEN_START : 20_000 + random.nextInt(3);
      ContractPrice terms =
          line(contract, target, key, random.nextBoolean() ? "" : "BOX", from, i + "@" + minimum);
      Change change = random.nextInt(5) == 0 ? new Deletion(terms.key()) : terms;
      Envelope envelope = counted(1 + random.nextInt(3_000));
      table.write(envelope, change);
      kept = kept.with(world, envelope, change);
      String line = terms.key().toString();
      Envelope last = marks.get(line);
      if (last == null || envelope.order() > last.order()) {
        marks.put(line, envelope);
        plain.remove(line);
        if (change instanceof ContractPrice) {
          plain.put(line, terms);
        }
      }
    }
    PriceBook loaded = table.book(Party.customer("C-1"));
    assertThat(kept.size()).isEqualTo(loaded.size()).isEqualTo(marks.size());
    Comparator<ContractPrice> order =
        Comparator.comparing(ContractPrice::contract)
            .thenComparing(ContractPrice::uom)
            .thenComparingInt(ContractPrice::validFromDay);
    for (int i = -1; i <= targets; i++) {
      String key = i < 0 ? "Ünïcode 𝄞" : "I" + i;
      for (Target target : Target.values()) {
        List<Told<ContractPrice>> expected =
            plain.values().stream()
                .filter(terms -> terms.target() == target && terms.targetKey().equals(key))
                .sorted(order)
                .map(terms -> new Told<>(terms, 1))
                .toList();
        assertThat(lines(kept, target, key)).as("%s %s", target, key).isEqualTo(expected);
        assertThat(lines(loaded, target, key)).as("%s %s", target, key).isEqualTo(expected);
      }
    }
  }

  private static List<Told<ContractPrice>> lines(PriceBook book, Target target, String key) {
    return target == Target.ITEM ? book.forItem(key) : book.forCategory(key);
  }

  // ---------------------------------------------------------------- how large it is

  /** One contract of a customer: items with three breaks each, dated, from a feed that counts. */
  @Test
  void aTypicalLineTakesFewBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      long cents = 200L + random.nextInt(20_000);
      String each =
          "%s@1 %s@10 %s@100".formatted(money(cents), money(cents - 7), money(cents - 31));
      ContractPrice line =
          line("K-0001234", Target.ITEM, "G-%07d".formatted(i), "", day("2026-01-01"), each);
      table.write(counted(1_000_000 + i), line);
    }
    PriceBook book = table.book(Party.customer("C-1"));
    assertThat(book.bytes() / 5_000.0).isLessThan(28);
    assertThat(table.rows.values().stream().mapToInt(row -> row.length).max().orElseThrow())
        .isLessThan(60);
  }

  private static String money(long cents) {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }

  // ---------------------------------------------------------------- contracts of equal rank

  private static final String RANK = ": give one of them another priority or other dates";

  @ParameterizedTest(name = "{0} beside {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        // contract, unit, currency, priority, first day, last day, breaks or discount
        "K-1 - EUR 1 - - 9@1         | K-2 - EUR 1 - - 8@1 7@10   | both price item A for customer C from 1 on, without dates, with priority 1",
        "K-1 - EUR 1 - - 9@1 8@10    | K-2 - EUR 1 - - 7@10       | both price item A for customer C from 10 on, without dates, with priority 1",
        "K-1 BOX EUR 1 - - 9@1       | K-2 BOX EUR 1 - - 8@1      | both price item A for customer C from 1 BOX on, without dates, with priority 1",
        "K-1 - EUR 5 20454 - 9@1     | K-2 - EUR 5 20454 20500 8@1| both price item A for customer C from 1 on, from 2026-01-01, with priority 5",
        "K-1 - EUR 5 - 20500 9@1     | K-2 - EUR 5 - 20600 8@1    | both price item A for customer C from 1 on, with an end but no first day, with priority 5",
        "K-1 - EUR 1 - - 5%          | K-2 - EUR 1 - - 6%         | both give a discount on item A for customer C, without dates, with priority 1",
        "K-1 - EUR 1 - - 9@1         | K-2 - EUR 1 - - 8@2        | ",
        "K-1 - EUR 1 - - 9@1         | K-2 - EUR 2 - - 8@1        | ",
        "K-1 - EUR 1 - - 9@1         | K-2 - USD 1 - - 8@1        | ",
        "K-1 - EUR 1 - - 9@1         | K-2 - - 1 - - 8@1          | both price item A for customer C from 1 on, without dates, with priority 1, where no currency may mean EUR",
        "K-1 - EUR 1 - - 9@1         | K-2 BOX EUR 1 - - 8@1      | both price item A for customer C from 1 BOX on, without dates, with priority 1, where no unit may mean BOX",
        "K-1 BOX - 1 - - 9@1         | K-2 - EUR 1 - - 8@1        | both price item A for customer C from 1 on, without dates, with priority 1, where no unit may mean BOX, where no currency may mean EUR",
        "K-1 - - 1 - - 5%            | K-2 - USD 1 - - 6%         | both give a discount on item A for customer C, without dates, with priority 1, where no currency may mean USD",
        "K-1 - - 1 - - 9@1           | K-2 - EUR 2 - - 8@1        | ",
        "K-1 BOX EUR 1 - - 9@1       | K-2 EA EUR 1 - - 8@1       | ",
        "K-1 BOX - 1 - - 9@1         | K-2 EA EUR 1 - - 8@1       | ",
        "K-1 - EUR 1 - - 9@1         | K-1 - - 1 - - 8@1          | ",
        "K-1 - EUR 1 - - 9@1         | K-2 - EUR 1 - - 5%         | ",
        "K-1 - EUR 1 - - 9@1         | K-2 - EUR 1 - 20500 8@1    | ",
        "K-1 - EUR 1 20454 - 9@1     | K-2 - EUR 1 20455 - 8@1    | ",
        "K-1 - EUR 1 - - 9@1         | K-1 - EUR 1 - - 8@1        | ",
      })
  void contractsOfEqualRankAreNotBothTaken(
      String first, String second, @org.jspecify.annotations.Nullable String complaint) {
    ContractPrice a = ranked(first);
    ContractPrice b = ranked(second);
    PriceBook book = PriceBook.EMPTY.with(world, counted(1), a);
    table.write(counted(1), a);
    assertThat(table.refused).isEmpty();
    table.write(counted(2), b);
    if (complaint == null) {
      assertThat(table.refused).isEmpty();
      assertThat(book.with(world, counted(2), b)).isNotSameAs(book);
    } else {
      assertThat(table.refused).isEqualTo("contract K-2 and contract K-1 " + complaint + RANK);
      assertThat(book.with(world, counted(2), b)).as("no trace").isSameAs(book);
      // The first one ends: now the very same event is taken.
      Deletion end = new Deletion(a.key());
      table.write(counted(3), end);
      table.write(counted(2), b);
      assertThat(table.refused).isEmpty();
      PriceBook mended = book.with(world, counted(3), end).with(world, counted(2), b);
      assertThat(mended.forItem("A")).extracting(Told::value).containsExactly(b);
      assertThat(table.book(b.party()).forItem("A")).isEqualTo(mended.forItem("A"));
    }
  }

  @Test
  void aLineThatIsChangedIsJudgedAgain() {
    table.write(counted(1), ranked("K-1 - EUR 1 - - 9@1"));
    table.write(counted(2), ranked("K-2 - EUR 2 - - 8@1"));
    table.write(counted(3), ranked("K-2 - EUR 1 - - 8@1"));
    assertThat(table.refused).startsWith("contract K-2 and contract K-1");
    assertThat(table.book(Party.customer("C")).forItem("A"))
        .extracting(told -> told.value().priority())
        .containsExactly(1, 2);
  }

  private static ContractPrice ranked(String text) {
    String[] parts = text.strip().split(" ", 7);
    boolean discount = parts[6].endsWith("%");
    return new ContractPrice(
        parts[0],
        Party.customer("C"),
        Target.ITEM,
        "A",
        parts[1].replace("-", ""),
        parts[2].replace("-", ""),
        discount ? List.of() : breaks(parts[6]),
        1,
        discount ? units(parts[6].replace("%", "")) : 0,
        Integer.parseInt(parts[3]),
        "",
        false,
        parts[4].equals("-") ? Day.OPEN_START : Integer.parseInt(parts[4]),
        parts[5].equals("-") ? Day.OPEN_END : Integer.parseInt(parts[5]));
  }

  @Test
  void linesWhoseKeysHaveSlashesAreNotTakenForEachOther() {
    assertThat(key("X/BOX", "")).isNotEqualTo(key("X", "BOX"));
    assertThat(key("X%2FBOX", "")).isNotEqualTo(key("X/BOX", ""));
  }

  private static String key(String item, String uom) {
    return line("K", Target.ITEM, item, uom, 0, "1@1").key().toString();
  }
}
