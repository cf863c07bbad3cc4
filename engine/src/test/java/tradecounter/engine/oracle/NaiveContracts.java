package tradecounter.engine.oracle;

import static tradecounter.engine.oracle.NaiveWorld.units;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.oracle.NaiveEntry.Group;
import tradecounter.engine.oracle.NaiveEntry.Tier;
import tradecounter.engine.oracle.NaiveEntry.Written;
import tradecounter.engine.oracle.NaiveStrategy.Choice;
import tradecounter.engine.oracle.NaiveStrategy.Offer;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.StepKind;

/** What the contracts that serve one customer say of one item. */
final class NaiveContracts {
  private static final int ACCOUNTS_ABOVE = 8;

  private final Item item;
  private final Customer customer;
  private final List<Line> lines = new ArrayList<>();

  /** A line of a contract with the party at that distance. */
  record Line(int distance, Level level, ContractPrice terms) {}

  NaiveContracts(NaiveWorld world, Item item, Customer customer) {
    this.item = item;
    this.customer = customer;
    List<Party> parties = parties(world, customer);
    for (int distance = 0; distance < parties.size(); distance++) {
      for (ContractPrice terms : world.all(ContractPrice.class)) {
        if (terms.party().equals(parties.get(distance)) && isAbout(terms)) {
          boolean onItem = terms.target() == ContractPrice.Target.ITEM;
          lines.add(new Line(distance, onItem ? Level.CONTRACT : Level.CONTRACT_CATEGORY, terms));
        }
      }
    }
  }

  private boolean isAbout(ContractPrice terms) {
    return switch (terms.target()) {
      case ITEM -> terms.targetKey().equals(item.item());
      case CATEGORY -> !item.category().isEmpty() && terms.targetKey().equals(item.category());
    };
  }

  /** The customer, the accounts above it, its buying groups. */
  static List<Party> parties(NaiveWorld world, Customer customer) {
    List<Party> parties = new ArrayList<>();
    if (!customer.customer().isEmpty()) {
      parties.add(Party.customer(customer.customer()));
    }
    String above = customer.parent();
    for (int i = 0; i < ACCOUNTS_ABOVE && !above.isEmpty(); i++) {
      if (parties.contains(Party.customer(above))) {
        break;
      }
      parties.add(Party.customer(above));
      above = world.one(Customer.class, above).map(Customer::parent).orElse("");
    }
    customer.groups().forEach(group -> parties.add(Party.buyingGroup(group.group())));
    return parties;
  }

  List<NaiveEntry> prices() {
    return lines.stream().filter(line -> !line.terms().isDiscount()).map(this::price).toList();
  }

  List<Line> discounts() {
    return lines.stream().filter(line -> line.terms().isDiscount()).toList();
  }

  private NaiveEntry price(Line line) {
    ContractPrice terms = line.terms();
    String currency = terms.currency().isEmpty() ? customer.currency() : terms.currency();
    return new NaiveEntry(
        line.level(),
        line.distance(),
        0,
        terms.priority(),
        terms.contract(),
        Optional.of(terms.party()),
        terms.uom().isEmpty() ? item.baseUom() : terms.uom(),
        currency,
        terms.breaks().stream()
            .map(
                b ->
                    new Tier(
                        units(b.minimum()),
                        units(b.amount()),
                        new Written(currency, units(b.amount())),
                        List.of()))
            .toList(),
        terms.priceUnit(),
        terms.validFromDay(),
        terms.validToDay(),
        terms.validToDay(),
        true,
        terms.promotions(),
        terms.breakGroup().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Group(
                    terms.contract(),
                    Optional.of(terms.party()),
                    terms.breakGroup(),
                    item.baseUom())),
        Optional.empty());
  }

  /** A discount that names a currency is off prices in that currency only. */
  static boolean isOff(Line line, Choice without) {
    String currency = line.terms().currency();
    return currency.isEmpty() || currency.equals(without.winner().entry().currency());
  }

  /** Off the choice without contracts, at the break that it takes. */
  static Offer discounted(Line line, Choice without) {
    ContractPrice terms = line.terms();
    NaiveEntry base = without.winner().entry();
    NaiveEntry entry =
        new NaiveEntry(
            line.level(),
            line.distance(),
            0,
            terms.priority(),
            terms.contract(),
            Optional.of(terms.party()),
            base.uom(),
            base.currency(),
            without.tiers().stream().map(tier -> discounted(terms, tier)).toList(),
            base.priceUnit(),
            terms.validFromDay(),
            terms.validToDay(),
            Math.min(terms.validToDay(), base.endsOn()),
            true,
            terms.promotions(),
            base.group(),
            base.conversion());
    return new Offer(
        entry, discounted(terms, without.winner().reached()), Optional.of(without.winner()));
  }

  private static Tier discounted(ContractPrice terms, Tier tier) {
    return tier.then(
        StepKind.CONTRACT, "", NaiveLists.lessPercent(tier.amount(), terms.discountPercent()));
  }
}
