package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.state.Marks.Marked;

/**
 * One line of a contract as bytes, without what it is for: equal lines are equal bytes on every
 * node.
 *
 * <p>The <em>head</em> is what the lines of a contract share: contract, unit, currency, dates,
 * priority, the minima of its breaks, who wrote it. The <em>tail</em> is what each line has for
 * itself: the amounts, and how far its feeds' words are applied.
 */
final class ContractLineCodec {
  private static final int DELETED = 0;
  private static final int BREAKS = 1;
  private static final int DISCOUNT = 2;
  private static final int PROMOTIONS = 4;

  private static final int BY_ARRIVAL = 0;
  private static final int BY_TIME = 1;
  private static final int BY_SEQUENCE = 2;
  private static final long FIRST_SEQUENCE = Envelope.orderOfSequence(0);

  private final World world;

  ContractLineCodec(World world) {
    this.world = world;
  }

  /** One line of one target. */
  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  record Encoded(byte[] head, byte[] tail) {}

  Encoded encode(Marked<ContractPrice> line) {
    ByteSink head = new ByteSink();
    ByteSink tail = new ByteSink();
    ObjectKey.OfContractPrice key = (ObjectKey.OfContractPrice) line.key();
    head.text(key.contract()).text(key.uom());
    day(head, key.validFromDay());
    terms(head, tail, line.value());
    Marks marks = line.marks();
    head.number(marks.size());
    IntStream.range(0, marks.size())
        .boxed()
        .sorted(Comparator.comparing(at -> world.feed(marks.feed(at)).feed()))
        .forEach(
            at -> {
              head.text(world.feed(marks.feed(at)).feed());
              mark(head, tail, marks.order(at), marks.idHash(at));
            });
    return new Encoded(head.toBytes(), tail.toBytes());
  }

  private static void terms(ByteSink head, ByteSink tail, @Nullable ContractPrice terms) {
    if (terms == null) {
      head.number(DELETED);
      return;
    }
    int kind = terms.isDiscount() ? DISCOUNT : BREAKS;
    head.number(kind | (terms.promotions() ? PROMOTIONS : 0));
    head.text(terms.currency()).signed(terms.priority());
    day(head, terms.validToDay());
    if (kind == DISCOUNT) {
      tail.scaled(terms.discountPercent());
      return;
    }
    head.number(terms.priceUnit()).text(terms.breakGroup());
    head.number(terms.breaks().size());
    for (PriceBreak each : terms.breaks()) {
      head.scaled(each.minimum());
      tail.scaled(each.amount());
    }
  }

  private static void mark(ByteSink head, ByteSink tail, long order, long idHash) {
    if (Envelope.isSequence(order)) {
      head.number(BY_SEQUENCE);
      tail.number(order - FIRST_SEQUENCE);
    } else if (order == Envelope.BY_ARRIVAL) {
      head.number(BY_ARRIVAL);
      tail.fixed(idHash);
    } else {
      head.number(BY_TIME);
      tail.scaled(order).fixed(idHash);
    }
  }

  /** Reads both to their ends. */
  Marked<ContractPrice> decode(LineTarget target, ByteSource head, ByteSource tail) {
    String contract = head.text();
    String uom = head.text();
    int validFrom = day(head);
    ObjectKey key =
        new ObjectKey.OfContractPrice(
            contract, target.party(), target.kind(), target.key(), uom, validFrom);
    @Nullable ContractPrice terms = terms(target, contract, uom, validFrom, head, tail);
    Marks marks = marks(head, tail);
    head.end();
    tail.end();
    return new Marked<>(key, terms, marks);
  }

  private static @Nullable ContractPrice terms(
      LineTarget target,
      String contract,
      String uom,
      int validFrom,
      ByteSource head,
      ByteSource tail) {
    int kind = head.count();
    if (kind == DELETED) {
      return null;
    }
    String currency = head.text();
    int priority = head.day();
    int validTo = day(head);
    boolean discount = (kind & ~PROMOTIONS) == DISCOUNT;
    if (!discount && (kind & ~PROMOTIONS) != BREAKS) {
      throw new IllegalStateException("state: no contract line is of kind " + kind);
    }
    int priceUnit = discount ? 1 : head.count();
    String breakGroup = discount ? "" : head.text();
    return new ContractPrice(
        contract,
        target.party(),
        target.kind(),
        target.key(),
        uom,
        currency,
        discount ? List.of() : breaks(head, tail),
        priceUnit,
        discount ? tail.scaled() : 0,
        priority,
        breakGroup,
        (kind & PROMOTIONS) != 0,
        validFrom,
        validTo);
  }

  private static List<PriceBreak> breaks(ByteSource head, ByteSource tail) {
    int count = head.size(1);
    if (count == 0) {
      throw new IllegalStateException("state: a contract line without price");
    }
    List<PriceBreak> breaks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      breaks.add(new PriceBreak(head.scaled(), tail.scaled()));
    }
    return breaks;
  }

  private Marks marks(ByteSource head, ByteSource tail) {
    int count = head.size(2);
    int[] feeds = new int[count];
    long[] orders = new long[count];
    long[] idHashes = new long[count];
    for (int at = 0; at < count; at++) {
      feeds[at] = world.feedNumber(head.text());
      int kind = head.count();
      switch (kind) {
        case BY_SEQUENCE -> orders[at] = sequence(tail);
        case BY_TIME -> {
          orders[at] = tail.scaled();
          idHashes[at] = tail.fixed();
        }
        case BY_ARRIVAL -> idHashes[at] = tail.fixed();
        default -> throw new IllegalStateException("state: no mark is of kind " + kind);
      }
    }
    return new Marks(feeds, orders, idHashes);
  }

  private static long sequence(ByteSource in) {
    long sequence = in.number();
    if (sequence < 0 || sequence > Long.MAX_VALUE - FIRST_SEQUENCE) {
      throw new IllegalStateException("state: not a sequence: " + sequence);
    }
    return FIRST_SEQUENCE + sequence;
  }

  /** Open ends are the rule, and in one byte. */
  private static void day(ByteSink out, int day) {
    switch (day) {
      case Day.OPEN_START -> out.number(0);
      case Day.OPEN_END -> out.number(1);
      default -> out.number(2 + (((long) day << 1) ^ ((long) day >> 63)));
    }
  }

  private static int day(ByteSource in) {
    long value = in.number();
    if (value == 0) {
      return Day.OPEN_START;
    }
    if (value == 1) {
      return Day.OPEN_END;
    }
    long zigzag = value - 2;
    long day = (zigzag >>> 1) ^ -(zigzag & 1);
    if (value < 0 || day != (int) day) {
      throw new IllegalStateException("state: not a day: " + day);
    }
    return (int) day;
  }
}
