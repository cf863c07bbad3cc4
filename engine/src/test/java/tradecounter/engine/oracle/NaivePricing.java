package tradecounter.engine.oracle;

import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceQuestion;

/** Prices from the rules: filters, levels, order within a level, strategy, one rounding. */
final class NaivePricing {
  private final NaiveWorld world;

  NaivePricing(NaiveWorld world) {
    this.world = world;
  }

  /** A price somebody wrote down; breaks in its own unit, {@code endsOn} the last day it holds. */
  record Entry(
      Level level,
      int place,
      String id,
      String uom,
      String currency,
      List<PriceBreak> breaks,
      int priceUnit,
      int from,
      int to,
      int endsOn,
      boolean merge) {
    boolean dated() {
      return from != Day.OPEN_START || to != Day.OPEN_END;
    }

    boolean contract() {
      return level == Level.CONTRACT || level == Level.CONTRACT_CATEGORY;
    }
  }

  /** An entry and the break that is reached. */
  record Offer(Entry entry, PriceBreak reached) {}

  /** The answer in plain decimals. */
  record Answer(
      Level level,
      String id,
      BigDecimal unitPrice,
      int priceUnit,
      BigDecimal extended,
      int endsOn,
      List<List<BigDecimal>> breaks) {}

  private record Choice(Offer winner, List<PriceBreak> breaks) {}

  /** One question, with the item it is about. */
  private final class Search {
    final PriceQuestion question;
    final Item item;
    final UnitOfMeasure asked;
    final String currency;

    Search(PriceQuestion question, Item item, UnitOfMeasure asked) {
      this.question = question;
      this.item = item;
      this.asked = asked;
      this.currency =
          question.currency().isEmpty() ? question.customer().currency() : question.currency();
    }

    Optional<Answer> answer() {
      List<Entry> lists = passing(listEntries());
      List<Entry> all = new ArrayList<>(lists);
      all.addAll(passing(contractEntries(choose(lists))));
      Choice choice = choose(all);
      return choice == null ? Optional.empty() : Optional.of(inAskedUnit(choice));
    }

    // -------------------------------------------------------------- entries

    List<PriceList> applicableLists() {
      Customer customer = question.customer();
      List<PriceList> byPriority =
          world.all(PriceList.class).stream()
              .sorted(Comparator.comparingInt(PriceList::priority).thenComparing(PriceList::list))
              .filter(l -> l.customers().isEmpty() || l.customers().contains(customer.customer()))
              .filter(l -> l.channels().isEmpty() || l.channels().contains(customer.channel()))
              .toList();
      Set<PriceList> result = new LinkedHashSet<>();
      for (String own : customer.lists()) {
        byPriority.stream().filter(l -> l.list().equals(own)).forEach(result::add);
      }
      byPriority.stream()
          .filter(l -> l.kind() == PriceList.Kind.CUSTOMER)
          .filter(l -> l.customers().contains(customer.customer()))
          .forEach(result::add);
      for (var group : customer.groups()) {
        byPriority.stream()
            .filter(l -> l.kind() == PriceList.Kind.GROUP && l.groups().contains(group.group()))
            .forEach(result::add);
      }
      byPriority.stream().filter(l -> l.kind() == PriceList.Kind.BASE).forEach(result::add);
      return List.copyOf(result);
    }

    List<Entry> listEntries() {
      List<Entry> entries = new ArrayList<>();
      List<PriceList> lists = applicableLists();
      List<Price> prices =
          world.all(Price.class).stream()
              .sorted(Comparator.comparing(Price::uom).thenComparingInt(Price::validFromDay))
              .toList();
      for (Price price : prices) {
        for (PriceList list : lists) {
          if (price.item().equals(item.item()) && price.list().equals(list.list())) {
            int to = Math.min(price.validToDay(), list.validToDay());
            entries.add(
                new Entry(
                    level(list),
                    lists.indexOf(list),
                    list.list(),
                    price.uom().isEmpty() ? item.baseUom() : price.uom(),
                    list.currency(),
                    price.breaks(),
                    price.priceUnit(),
                    Math.max(price.validFromDay(), list.validFromDay()),
                    to,
                    to,
                    list.merge()));
          }
        }
      }
      return entries;
    }

    Level level(PriceList list) {
      if (question.customer().lists().contains(list.list())
          || list.kind() == PriceList.Kind.CUSTOMER) {
        return Level.CUSTOMER_LIST;
      }
      return list.kind() == PriceList.Kind.GROUP ? Level.GROUP_LIST : Level.BASE_LIST;
    }

    List<Entry> contractEntries(@Nullable Choice withoutContracts) {
      List<Entry> entries = new ArrayList<>();
      for (ContractPrice c : world.all(ContractPrice.class)) {
        boolean onItem =
            c.target() == ContractPrice.Target.ITEM && c.targetKey().equals(item.item());
        boolean onCategory =
            c.target() == ContractPrice.Target.CATEGORY
                && !item.category().isEmpty()
                && c.targetKey().equals(item.category());
        if (!c.customer().equals(question.customer().customer()) || !(onItem || onCategory)) {
          continue;
        }
        Level level = onItem ? Level.CONTRACT : Level.CONTRACT_CATEGORY;
        if (!c.breaks().isEmpty()) {
          entries.add(
              new Entry(
                  level,
                  0,
                  c.contract(),
                  c.uom().isEmpty() ? item.baseUom() : c.uom(),
                  c.currency().isEmpty() ? question.customer().currency() : c.currency(),
                  c.breaks(),
                  1,
                  c.validFromDay(),
                  c.validToDay(),
                  c.validToDay(),
                  true));
        } else if (withoutContracts != null) {
          Entry base = withoutContracts.winner().entry();
          BigDecimal rest = BigDecimal.ONE.subtract(units(c.discountPercent()).movePointLeft(2));
          entries.add(
              new Entry(
                  level,
                  0,
                  c.contract(),
                  base.uom(),
                  base.currency(),
                  withoutContracts.breaks().stream()
                      .map(b -> new PriceBreak(b.minimum(), discounted(b.amount(), rest)))
                      .toList(),
                  base.priceUnit(),
                  c.validFromDay(),
                  c.validToDay(),
                  Math.min(c.validToDay(), base.endsOn()),
                  true));
        }
      }
      return entries;
    }

    long discounted(long amount, BigDecimal rest) {
      return BigDecimal.valueOf(amount)
          .multiply(rest)
          .setScale(0, RoundingMode.HALF_UP)
          .longValueExact();
    }

    // -------------------------------------------------------------- rules

    List<Entry> passing(List<Entry> entries) {
      return entries.stream()
          .filter(e -> e.currency().equals(currency) && !currency.isEmpty())
          .filter(e -> e.from() <= question.onDay() && question.onDay() <= e.to())
          .filter(e -> item.hasUnit(e.uom()))
          .toList();
    }

    /** Base units per unit. */
    BigDecimal factor(String uom) {
      UnitOfMeasure unit = item.unit(uom);
      return BigDecimal.valueOf(unit.numerator())
          .divide(BigDecimal.valueOf(unit.denominator()), MathContext.DECIMAL128);
    }

    boolean reaches(Entry entry, long minimum) {
      UnitOfMeasure unit = item.unit(entry.uom());
      BigDecimal have =
          units(question.quantity())
              .multiply(BigDecimal.valueOf(asked.numerator() * unit.denominator()));
      return have.compareTo(
              units(minimum).multiply(BigDecimal.valueOf(unit.numerator() * asked.denominator())))
          >= 0;
    }

    @Nullable Choice choose(List<Entry> entries) {
      List<Offer> offers = new ArrayList<>();
      for (Entry entry : entries) {
        entry.breaks().stream()
            .filter(b -> reaches(entry, b.minimum()))
            .max(Comparator.comparingLong(PriceBreak::minimum))
            .ifPresent(reached -> offers.add(new Offer(entry, reached)));
      }
      Optional<Offer> found = offers.stream().min(this::byPrecedence);
      if (found.isEmpty()) {
        return null;
      }
      Offer first = found.get();
      return switch (question.customer().priceStrategy()) {
        case PRIORITY -> new Choice(first, first.entry().breaks());
        case BEST -> best(entries, offers);
        case MERGE ->
            first.entry().contract()
                ? new Choice(first, first.entry().breaks())
                : merge(entries, first);
      };
    }

    int byPrecedence(Offer a, Offer b) {
      return Comparator.comparing((Offer o) -> o.entry().level())
          .thenComparingInt(o -> o.entry().place())
          .thenComparingInt(o -> o.entry().dated() ? 0 : 1)
          .thenComparing(o -> minimumInBaseUnits(o).negate())
          .thenComparingLong(o -> -(long) o.entry().from())
          .thenComparing(o -> o.entry().id())
          .thenComparing(o -> o.entry().uom())
          .compare(a, b);
    }

    BigDecimal minimumInBaseUnits(Offer offer) {
      return units(offer.reached().minimum())
          .multiply(factor(offer.entry().uom()))
          .setScale(24, RoundingMode.HALF_UP);
    }

    BigDecimal perBaseUnit(Offer offer) {
      return units(offer.reached().amount())
          .divide(
              BigDecimal.valueOf(offer.entry().priceUnit()).multiply(factor(offer.entry().uom())),
              MathContext.DECIMAL128)
          .setScale(24, RoundingMode.HALF_UP);
    }

    Choice best(List<Entry> entries, List<Offer> offers) {
      Offer winner =
          offers.stream()
              .min(Comparator.comparing(this::perBaseUnit).thenComparing(this::byPrecedence))
              .orElseThrow();
      Set<Long> minima = new TreeSet<>();
      entries.stream()
          .filter(e -> sameUnit(e, winner.entry()))
          .forEach(e -> e.breaks().forEach(b -> minima.add(b.minimum())));
      List<PriceBreak> table = new ArrayList<>();
      for (long minimum : minima) {
        long lowest =
            entries.stream()
                .filter(e -> sameUnit(e, winner.entry()))
                .flatMap(
                    e ->
                        e.breaks().stream()
                            .filter(b -> b.minimum() <= minimum)
                            .max(Comparator.comparingLong(PriceBreak::minimum))
                            .stream())
                .mapToLong(PriceBreak::amount)
                .min()
                .orElseThrow();
        table.add(new PriceBreak(minimum, lowest));
      }
      return new Choice(winner, table);
    }

    Choice merge(List<Entry> entries, Offer first) {
      List<Entry> inOrder =
          entries.stream()
              .filter(e -> !e.contract())
              .sorted(
                  Comparator.comparing(Entry::level)
                      .thenComparingInt(Entry::place)
                      .thenComparingInt(e -> e.dated() ? 0 : 1)
                      .thenComparingLong(e -> -(long) e.from())
                      .thenComparing(Entry::id)
                      .thenComparing(Entry::uom))
              .toList();
      List<Offer> table = new ArrayList<>();
      for (Entry entry : inOrder) {
        if (table.isEmpty() || sameUnit(table.getFirst().entry(), entry)) {
          for (PriceBreak b : entry.breaks()) {
            if (table.stream().noneMatch(o -> o.reached().minimum() == b.minimum())) {
              table.add(new Offer(entry, b));
            }
          }
        }
        if (!entry.merge()) {
          break;
        }
      }
      Comparator<Offer> byMinimum = Comparator.comparingLong(o -> o.reached().minimum());
      Optional<Offer> reached =
          table.stream().filter(o -> reaches(o.entry(), o.reached().minimum())).max(byMinimum);
      return reached.isEmpty()
          ? new Choice(first, first.entry().breaks())
          : new Choice(
              reached.get(), table.stream().sorted(byMinimum).map(Offer::reached).toList());
    }

    static boolean sameUnit(Entry a, Entry b) {
      return a.uom().equals(b.uom()) && a.priceUnit() == b.priceUnit();
    }

    // -------------------------------------------------------------- figures

    Answer inAskedUnit(Choice choice) {
      Entry entry = choice.winner().entry();
      BigDecimal amount = units(choice.winner().reached().amount());
      UnitOfMeasure unit = item.unit(entry.uom());
      BigDecimal extended =
          amount
              .multiply(units(question.quantity()))
              .multiply(BigDecimal.valueOf(asked.numerator() * unit.denominator()))
              .divide(
                  BigDecimal.valueOf(asked.denominator() * unit.numerator() * entry.priceUnit()),
                  Currency.getInstance(currency).getDefaultFractionDigits(),
                  RoundingMode.HALF_UP);
      return new Answer(
          entry.level(),
          entry.id(),
          perAsked(amount, unit),
          entry.priceUnit(),
          extended,
          entry.endsOn(),
          choice.breaks().stream()
              .map(b -> List.of(asked(units(b.minimum()), unit), perAsked(units(b.amount()), unit)))
              .toList());
    }

    BigDecimal perAsked(BigDecimal amount, UnitOfMeasure unit) {
      return amount
          .multiply(BigDecimal.valueOf(asked.numerator() * unit.denominator()))
          .divide(
              BigDecimal.valueOf(asked.denominator() * unit.numerator()), 6, RoundingMode.HALF_UP);
    }

    BigDecimal asked(BigDecimal quantity, UnitOfMeasure unit) {
      return quantity
          .multiply(BigDecimal.valueOf(unit.numerator() * asked.denominator()))
          .divide(
              BigDecimal.valueOf(unit.denominator() * asked.numerator()), 6, RoundingMode.CEILING);
    }
  }

  /** Empty if there is no price. The item is one that is sold, in the unit that is asked for. */
  Optional<Answer> answer(PriceQuestion question) {
    Item item = world.one(Item.class, question.item()).filter(Item::sellable).orElseThrow();
    String uom = question.uom().isEmpty() ? item.baseUom() : question.uom();
    return new Search(question, item, item.unit(uom)).answer();
  }
}
