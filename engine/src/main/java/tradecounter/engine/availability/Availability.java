package tradecounter.engine.availability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Place;
import tradecounter.engine.state.Topology;
import tradecounter.engine.state.World;

/**
 * Answers "have you got it, when can I have it, and from where" for one item or a cart. Stateless
 * beyond its world: any thread, O(sources + receipts + demands) per item, no locks.
 *
 * <p>The network gives the sources ({@link Reach}); what each can promise by date is derived once
 * per change ({@link LocationSupply}); ring-fences take their part ({@link Fences}); bundles join
 * their components ({@link Survey}); a quantity is spread over the sources ({@link Sourcing}).
 *
 * <p>A bundle is answered from the snapshots of its components, each consistent in itself.
 */
public final class Availability {
  private final World world;
  private final Function<String, SupplyPolicy> policyOfFeed;
  private volatile FeedPolicies policies;
  private volatile Moment lastMoment = Moment.NEVER;

  /**
   * Availability in a world.
   *
   * @param policyOfFeed how far each feed is believed; asked once for each, see {@link
   *     #policiesChanged}
   */
  public Availability(World world, Function<String, SupplyPolicy> policyOfFeed) {
    this.world = world;
    this.policyOfFeed = policyOfFeed;
    this.policies = new FeedPolicies(world, policyOfFeed);
  }

  /** How far feeds are believed has changed: what was derived by the old policies is forgotten. */
  public void policiesChanged() {
    policies = new FeedPolicies(world, policyOfFeed);
  }

  /** Answers one question. */
  public AvailabilityAnswer answer(AvailabilityQuestion question) {
    return new Asking(new Taken()).answer(question);
  }

  /**
   * Whether the answer will be the very same figures until something of the item or the way to the
   * buyer changes, so that it is worth keeping what is made of them.
   */
  public boolean keeps(AvailabilityQuestion question) {
    ItemSnapshot snapshot = world.item(question.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    return snapshot != null
        && item != null
        && item.substitutes().isEmpty()
        && Inquiry.canBeKept(world, snapshot, item, question);
  }

  /** Answers questions that belong together, see {@link CartAnswer}. */
  public CartAnswer answer(List<AvailabilityQuestion> questions) {
    return new Asking(new Taken()).answer(questions);
  }

  /**
   * What one of the item takes of each item that is no bundle: of itself one, if it is none; in
   * millionths. Empty if nobody knows the item.
   */
  public Map<String, Long> needs(String item) {
    ItemSnapshot snapshot = world.item(item);
    Item known = snapshot == null ? null : snapshot.definitionOrNull();
    if (known == null) {
      return Map.of();
    }
    if (known.policy() != Item.Policy.BUNDLE) {
      return Map.of(item, FixedPoint.ONE);
    }
    Map<String, Long> needs = new LinkedHashMap<>();
    new Composition(world).addNeeds(known, FixedPoint.ONE, 0, needs);
    return needs;
  }

  /** The sources of the network that serves the customer there; empty if none does. */
  public Set<SourceKey> sources(Customer customer, String region, Instant now) {
    return moment(now).topology().routeFor(customer, region).stream()
        .flatMap(route -> route.network().sources().stream())
        .map(Network.Source::identity)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The unit in which the item is counted; empty if nobody knows it. */
  public String baseUom(String item) {
    ItemSnapshot snapshot = world.item(item);
    Item known = snapshot == null ? null : snapshot.definitionOrNull();
    return known == null ? "" : known.baseUom();
  }

  /**
   * Reservations that are decided one after the other before any of them is published: each sees
   * what those before it take.
   */
  public Reserving reserving() {
    return new Reserving();
  }

  /** See {@link Reserving#mark}. */
  public static final class Mark {
    private final Taken.Mark taken;

    private Mark(Taken.Mark taken) {
      this.taken = taken;
    }
  }

  /** See {@link #reserving()}. Not thread-safe. */
  public final class Reserving {
    private final Taken taken = new Taken();

    private Reserving() {}

    /** How far reserving has got. */
    public Mark mark() {
      return new Mark(taken.mark());
    }

    /** Puts back what was reserved after the mark. */
    public void backTo(Mark mark) {
      taken.backTo(mark.taken);
    }

    /**
     * Reserves the quantities of these lines, if they can be promised.
     *
     * @param partial whether less than all is welcome, as long as it is something
     */
    public Reservation reserve(List<AvailabilityQuestion> questions, boolean partial) {
      Taken.Mark before = taken.mark();
      Asking asking = new Asking(taken);
      List<AvailabilityAnswer> lines = new ArrayList<>(questions.size());
      List<List<Departure>> departures = new ArrayList<>(questions.size());
      for (AvailabilityQuestion question : questions) {
        Taken.Mark beforeLine = taken.mark();
        lines.add(asking.answer(question));
        departures.add(taken.since(beforeLine));
      }
      CartAnswer answer = cart(questions, lines);
      boolean granted =
          answer.complete() || (partial && departures.stream().anyMatch(line -> !line.isEmpty()));
      if (!granted) {
        taken.backTo(before);
        departures.replaceAll(_ -> List.of());
      }
      return new Reservation(answer, granted, departures);
    }
  }

  private static CartAnswer cart(
      List<AvailabilityQuestion> questions, List<AvailabilityAnswer> lines) {
    boolean asked = false;
    boolean complete = true;
    int day = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (questions.get(i).quantity() > 0) {
        asked = true;
        @Nullable Promise promise =
            lines.get(i) instanceof Figures figures ? figures.promise().orElse(null) : null;
        complete &= promise != null && promise.complete();
        day = promise == null ? day : Math.max(day, promise.day());
      }
    }
    return new CartAnswer(lines, asked, asked && complete, day);
  }

  /** Questions that belong together: what one is promised is gone for the next. */
  private final class Asking {
    /** Those of its beginning, to its end. */
    private final FeedPolicies policies = Availability.this.policies;

    private final Taken taken;
    private @Nullable AvailabilityQuestion last;
    private Optional<Reach> lastReach = Optional.empty();

    Asking(Taken taken) {
      this.taken = taken;
    }

    CartAnswer answer(List<AvailabilityQuestion> questions) {
      List<AvailabilityAnswer> lines = new ArrayList<>(questions.size());
      questions.forEach(question -> lines.add(answer(question)));
      return cart(questions, lines);
    }

    AvailabilityAnswer answer(AvailabilityQuestion question) {
      ItemSnapshot snapshot = world.item(question.item());
      Item item = snapshot == null ? null : snapshot.definitionOrNull();
      boolean sold = item != null && (item.sellable() || !item.substitutes().isEmpty());
      if (snapshot == null || item == null || !sold) {
        return new AvailabilityAnswer.UnknownItem(question.item());
      }
      Optional<Reach> reach = reach(question);
      if (reach.isEmpty()) {
        return new AvailabilityAnswer.NoNetwork(question.item(), question.region());
      }
      if (!item.sellable()) {
        return notSold(question, item);
      }
      Figures figures = figures(question, snapshot, item, reach.get());
      return Substitutes.areWanted(figures, question)
          ? substitutes().of(question, item).addedTo(figures)
          : figures;
    }

    private Figures figures(
        AvailabilityQuestion question, ItemSnapshot snapshot, Item item, Reach reach) {
      boolean keeps = Inquiry.canBeKept(world, snapshot, item, question);
      @Nullable Figures kept =
          keeps ? Kept.figures(policies, snapshot, reach, question.now()) : null;
      if (kept != null) {
        return kept;
      }
      Inquiry inquiry = new Inquiry(world, policies, reach, question, taken);
      Figures figures = inquiry.figures(snapshot, item);
      figures.promise().ifPresent(promise -> inquiry.take(item, promise));
      if (keeps && !inquiry.metFences()) {
        long now = question.now().toEpochMilli();
        long until = Inquiry.standsUntilMillis(snapshot, now);
        Kept.keep(policies, snapshot, new Kept.Answered(reach, figures, now, until));
      }
      return figures;
    }

    /** An item that is sold no more is still answered while something takes its place. */
    private AvailabilityAnswer notSold(AvailabilityQuestion question, Item item) {
      Substitutes.Offers offers = substitutes().of(question, item);
      return offers.substitutions().isEmpty()
          ? new AvailabilityAnswer.UnknownItem(item.item())
          : new AvailabilityAnswer.NotSold(item.item(), offers.substitutions(), offers.feedBits());
    }

    private Substitutes substitutes() {
      return new Substitutes(world, this::figuresOf);
    }

    /** What can be had of another item; nothing is taken. */
    private Optional<Figures> figuresOf(AvailabilityQuestion question) {
      ItemSnapshot snapshot = world.item(question.item());
      Item item = snapshot == null ? null : snapshot.definitionOrNull();
      return snapshot == null || item == null || !item.sellable()
          ? Optional.empty()
          : reach(question)
              .map(
                  reach ->
                      new Inquiry(world, policies, reach, question, taken).figures(snapshot, item));
    }

    /** Most lines of a cart go the same way. */
    private Optional<Reach> reach(AvailabilityQuestion question) {
      if (last == null || !goTheSameWay(last, question)) {
        Moment moment = moment(question.now());
        lastReach =
            moment
                .topology()
                .routeFor(question.customer(), question.region())
                .map(route -> moment.reach(route, question));
        last = question;
      }
      return lastReach;
    }

    private static boolean goTheSameWay(AvailabilityQuestion a, AvailabilityQuestion b) {
      return a.customer().equals(b.customer())
          && a.region().equals(b.region())
          && a.onDay() == b.onDay()
          && a.now().equals(b.now());
    }
  }

  /**
   * What is held at a location and what it will have: of each hold what is not covered there by the
   * day on which it is to leave. Empty if nobody knows the item or the location.
   */
  public Optional<SourceCover> cover(String item, String location, Instant now) {
    ItemSnapshot snapshot = world.item(item);
    Item known = snapshot == null ? null : snapshot.definitionOrNull();
    int number = world.locationNumberOf(location);
    @Nullable Place place = world.topology().place(number);
    return snapshot == null || known == null || place == null
        ? Optional.empty()
        : Optional.of(SourceCover.of(policies, snapshot, known, place, number, now));
  }

  private Moment moment(Instant now) {
    Topology topology = world.topology();
    long doubted = policies.doubted(now.toEpochMilli());
    Moment kept = lastMoment;
    if (!kept.is(topology, now.getEpochSecond(), doubted)) {
      kept = Moment.of(topology, now.getEpochSecond(), doubted);
      lastMoment = kept;
    }
    return kept;
  }
}
