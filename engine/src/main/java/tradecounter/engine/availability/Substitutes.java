package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.Substitution;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.Substitute;
import tradecounter.engine.canonical.Item.Substitute.Kind;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;

/**
 * What is offered when an item cannot be had in time: first what takes its place, then
 * alternatives, by declared rank, then by key. An item that takes the place but cannot help either
 * is looked through for what takes its own. Only what can be had is offered.
 */
final class Substitutes {
  private static final int MAXIMUM_CHAIN = 8;

  private static final Comparator<Substitute> ORDER =
      Comparator.comparingInt((Substitute s) -> s.kind() == Kind.SUPERSEDES ? 0 : 1)
          .thenComparingInt(Substitute::rank)
          .thenComparing(Substitute::item);

  private final World world;
  private final Function<AvailabilityQuestion, Optional<Figures>> figuresOf;
  private final Set<String> lookedAt = new HashSet<>();
  private final List<Substitution> offers = new ArrayList<>();
  private long feedBits;

  /** What is offered, and the feeds that rests on. */
  record Offers(List<Substitution> substitutions, long feedBits) {
    Figures addedTo(Figures figures) {
      return new Figures(
          figures.item(),
          figures.network(),
          figures.today(),
          figures.onDay(),
          figures.available(),
          figures.atp(),
          figures.promise(),
          figures.locations(),
          figures.suppliers(),
          figures.components(),
          figures.lateReceipts(),
          figures.staleSupply(),
          figures.withheldBySafetyStock(),
          figures.withheldByProtection(),
          substitutions,
          figures.explanation(),
          figures.feedBits() | feedBits);
    }
  }

  /**
   * Used for one question.
   *
   * @param figuresOf the figures of another item; empty if it is not sold or nothing serves
   */
  Substitutes(World world, Function<AvailabilityQuestion, Optional<Figures>> figuresOf) {
    this.world = world;
    this.figuresOf = figuresOf;
  }

  /** Whether the answer leaves something to wish for. */
  static boolean areWanted(Figures figures, AvailabilityQuestion question) {
    return !figures.item().substitutes().isEmpty() && !canBeHad(figures, question);
  }

  private static boolean canBeHad(Figures figures, AvailabilityQuestion question) {
    return question.quantity() > 0
        ? figures.promise().filter(Promise::inTime).isPresent()
        : figures.available() > 0 || figures.atp().steps() > 0;
  }

  Offers of(AvailabilityQuestion question, Item item) {
    lookedAt.add(item.item());
    look(question, item, item, 1);
    return new Offers(List.copyOf(offers), feedBits);
  }

  /**
   * Looks at what the item names.
   *
   * @param asked the item that was asked for
   * @param item the same, or one that takes its place
   */
  private void look(AvailabilityQuestion question, Item asked, Item item, int depth) {
    for (Substitute substitute : item.substitutes().stream().sorted(ORDER).toList()) {
      boolean supersedes = substitute.kind() == Kind.SUPERSEDES;
      @Nullable Item other = definition(substitute.item());
      if (other == null || (depth > 1 && !supersedes) || !lookedAt.add(other.item())) {
        continue;
      }
      boolean helps = other.baseUom().equals(asked.baseUom()) && offer(question, item, substitute);
      if (!helps && supersedes && depth < MAXIMUM_CHAIN) {
        look(question, asked, other, depth + 1);
      }
    }
  }

  private @Nullable Item definition(String item) {
    ItemSnapshot snapshot = world.item(item);
    return snapshot == null ? null : snapshot.definitionOrNull();
  }

  /** Whether it helps. */
  private boolean offer(AvailabilityQuestion question, Item item, Substitute substitute) {
    Optional<Figures> figures =
        figuresOf
            .apply(question.ofItem(substitute.item()))
            .filter(f -> question.quantity() > 0 ? canBeHad(f, question) : f.available() > 0);
    figures.ifPresent(
        f -> {
          feedBits |= f.feedBits();
          offers.add(
              new Substitution(
                  f.item(),
                  item.item(),
                  substitute.kind(),
                  substitute.rank(),
                  f.available(),
                  f.promise()));
        });
    return figures.isPresent();
  }
}
