package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.millionths;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.Substitution;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SupplyPolicy;

/** Availability by the plainest means: everything computed anew whenever it is asked for. */
final class NaiveAvailability {
  private final NaiveWorld world;
  private final Function<String, SupplyPolicy> policyOf;

  /** What was promised to each of several carts that are decided one after the other. */
  final class Reserving {
    private NaiveTaken taken = new NaiveTaken();

    /**
     * What became of a cart.
     *
     * @param departures of each line what it takes; empty if nothing is reserved
     */
    record Reserved(
        List<Outcome> outcomes, boolean granted, List<List<NaiveTaken.Line>> departures) {}

    NaiveTaken mark() {
      return taken.asOfNow();
    }

    void backTo(NaiveTaken mark) {
      taken = mark.asOfNow();
    }

    /** All of it, or as much as there is if that will do and is anything. */
    Reserved reserve(List<AvailabilityQuestion> questions, boolean partial) {
      NaiveTaken next = taken.asOfNow();
      List<Outcome> outcomes = new ArrayList<>();
      List<List<NaiveTaken.Line>> departures = new ArrayList<>();
      boolean all = questions.stream().anyMatch(question -> question.quantity() > 0);
      for (AvailabilityQuestion question : questions) {
        int before = next.lines().size();
        Outcome outcome = answer(question, next);
        outcomes.add(outcome);
        departures.add(List.copyOf(next.lines().subList(before, next.lines().size())));
        all &=
            question.quantity() == 0
                || (outcome instanceof Answer answer
                    && answer.promise().filter(Promise::complete).isPresent());
      }
      boolean anything = departures.stream().anyMatch(line -> !line.isEmpty());
      if (all || (partial && anything)) {
        taken = next;
        return new Reserved(outcomes, true, departures);
      }
      return new Reserved(
          outcomes, false, questions.stream().map(_ -> List.<NaiveTaken.Line>of()).toList());
    }
  }

  NaiveAvailability(NaiveWorld world, Function<String, SupplyPolicy> policyOf) {
    this.world = world;
    this.policyOf = policyOf;
  }

  /** What became of a question. */
  sealed interface Outcome {}

  record Unknown() implements Outcome {}

  record NotSold(List<Substitution> substitutes) implements Outcome {}

  record NoNetwork() implements Outcome {}

  /**
   * The figures.
   *
   * @param shelf as if nothing had been taken
   * @param left what earlier lines of the cart have left
   */
  record Answer(
      NaiveView view,
      Item item,
      NaiveShelf shelf,
      NaiveShelf left,
      BigDecimal available,
      DayByDay atp,
      BigDecimal withheldByProtection,
      Optional<Promise> promise,
      List<Substitution> substitutes)
      implements Outcome {

    /** Whether the item can be had as it was asked for. */
    boolean canBeHad() {
      return promise.map(Promise::inTime).orElse(available.signum() > 0);
    }

    /** Whether others are offered instead. */
    boolean cannotBeHad() {
      return promise.isPresent()
          ? !promise.get().inTime()
          : available.signum() == 0 && atp.on(atp.last()).signum() == 0;
    }

    List<LocationFigures> locations() {
      return shelf instanceof NaiveItem single ? single.locations() : List.of();
    }

    BigDecimal withheldBySafetyStock() {
      return locations().stream()
          .map(location -> units(location.withheldBySafetyStock()))
          .reduce(ZERO, BigDecimal::add);
    }
  }

  /** Questions that belong together. */
  List<Outcome> answer(List<AvailabilityQuestion> questions) {
    NaiveTaken taken = new NaiveTaken();
    return questions.stream().map(question -> answer(question, taken)).toList();
  }

  Outcome answer(AvailabilityQuestion question) {
    return answer(question, new NaiveTaken());
  }

  private Outcome answer(AvailabilityQuestion question, NaiveTaken taken) {
    Optional<Item> item = world.one(Item.class, question.item());
    if (item.filter(i -> i.sellable() || !i.substitutes().isEmpty()).isEmpty()) {
      return new Unknown();
    }
    Optional<Network> network = network(question);
    if (network.isEmpty()) {
      return new NoNetwork();
    }
    var belief = new NaiveBelief(world, policyOf, question.now().toEpochMilli());
    LocalDate today = NaiveView.today(world, network.get(), question);
    var view = new NaiveView(world, belief, question, network.get(), today, taken, true);
    if (!item.get().sellable()) {
      List<Substitution> instead = new Instead(view).of(item.get());
      return instead.isEmpty() ? new Unknown() : new NotSold(instead);
    }
    Answer answer = figures(view, item.get());
    answer.promise().ifPresent(promise -> shelf(view, item.get()).take(promise));
    if (!answer.cannotBeHad()) {
      return answer;
    }
    return new Answer(
        view,
        answer.item(),
        answer.shelf(),
        answer.left(),
        answer.available(),
        answer.atp(),
        answer.withheldByProtection(),
        answer.promise(),
        new Instead(view).of(item.get()));
  }

  private Optional<Network> network(AvailabilityQuestion question) {
    return world.all(Network.class).stream()
        .filter(n -> serves(n.match(), question.customer(), question.region()))
        .min(Comparator.comparingInt(Network::priority).thenComparing(Network::network));
  }

  private static boolean serves(Network.Match match, Customer customer, String region) {
    boolean channel = match.channels().isEmpty() || match.channels().contains(customer.channel());
    boolean place = match.regions().isEmpty() || match.regions().contains(region);
    boolean named = match.customers().isEmpty() || match.customers().contains(customer.customer());
    boolean group =
        match.customerGroups().isEmpty()
            || customer.groups().stream()
                .map(Customer.GroupMembership::group)
                .anyMatch(match.customerGroups()::contains);
    return channel && place && named && group;
  }

  // ---------------------------------------------------------------- figures

  private static NaiveShelf shelf(NaiveView view, Item item) {
    BigDecimal quantity = units(view.question().quantity());
    return item.policy() == Item.Policy.BUNDLE
        ? new NaiveBundle(view, item, quantity)
        : new NaiveItem(view, item, quantity);
  }

  /** All of them as if nothing had been taken, except the promise. */
  private static Answer figures(NaiveView view, Item item) {
    NaiveView alone = view.after(new NaiveTaken());
    NaiveShelf shelf = shelf(alone, item);
    NaiveShelf left = shelf(view.after(view.taken().asOfNow()), item);
    BigDecimal available = available(alone, shelf);
    BigDecimal unprotected = available(alone.withoutFences(), shelf(alone.withoutFences(), item));
    return new Answer(
        view,
        item,
        shelf,
        left,
        available,
        shelf.atp(),
        unprotected.subtract(available),
        view.question().quantity() > 0 ? Optional.of(left.promise()) : Optional.empty(),
        List.of());
  }

  private static BigDecimal available(NaiveView view, NaiveShelf shelf) {
    LocalDate onDay = view.onDay();
    return onDay.equals(view.today()) ? shelf.now() : shelf.atp().on(onDay);
  }

  // ---------------------------------------------------------------- what is offered instead

  /** Other items for one that cannot be had. */
  private static final class Instead {
    private static final int DEPTH = 8;

    private final NaiveView view;
    private final List<String> looked = new ArrayList<>();
    private final List<Substitution> offered = new ArrayList<>();

    Instead(NaiveView view) {
      this.view = view;
    }

    List<Substitution> of(Item item) {
      looked.add(item.item());
      look(item, item, 1);
      return offered;
    }

    private void look(Item asked, Item of, int depth) {
      of.substitutes().stream()
          .filter(s -> of.equals(asked) || s.kind() == Item.Substitute.Kind.SUPERSEDES)
          .sorted(
              Comparator.comparing(Item.Substitute::kind)
                  .thenComparingInt(Item.Substitute::rank)
                  .thenComparing(Item.Substitute::item))
          .forEach(substitute -> look(asked, of, substitute, depth));
    }

    private void look(Item asked, Item of, Item.Substitute substitute, int depth) {
      Optional<Item> other = view.world().one(Item.class, substitute.item());
      if (other.isEmpty() || looked.contains(substitute.item())) {
        return;
      }
      looked.add(substitute.item());
      Optional<Answer> answer =
          other
              .filter(o -> o.sellable() && o.baseUom().equals(asked.baseUom()))
              .map(o -> figures(view.asking(o.item()), o))
              .filter(Answer::canBeHad);
      if (answer.isPresent()) {
        offered.add(
            new Substitution(
                other.get(),
                of.item(),
                substitute.kind(),
                substitute.rank(),
                millionths(answer.get().available()),
                answer.get().promise()));
      } else if (substitute.kind() == Item.Substitute.Kind.SUPERSEDES && depth < DEPTH) {
        look(asked, other.get(), depth + 1);
      }
    }
  }
}
