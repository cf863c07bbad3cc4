package tradecounter.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.engine.state.ProposedPrices.Objection;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.Touched;

/** Says of the events that touch nothing so, or nobody would know that a key is mistyped. */
final class Untouched {
  private Untouched() {}

  static List<Objection> objections(Touched touched, ProposedPrices proposed, World world) {
    if (touched.untouching().isEmpty()) {
      return List.of();
    }
    // An account that the catalogue does not know may still have accounts below it.
    Set<String> parents = world.customers().map(Customer::parent).collect(Collectors.toSet());
    List<Objection> objections = new ArrayList<>();
    for (int index : touched.untouching()) {
      Change change = proposed.changes().get(index);
      objections.add(
          change.key() instanceof ObjectKey.OfContractPrice contract
                  && contract.party().kind() == Party.Kind.CUSTOMER
                  && world.customer(contract.party().key()).isEmpty()
                  && !parents.contains(contract.party().key())
              ? new Objection(
                  index,
                  "customer-unknown",
                  "contract "
                      + contract.contract()
                      + " is of "
                      + contract.party()
                      + ", whom nobody knows")
              : new Objection(
                  index,
                  "nothing-touched",
                  change.objectKind().wireName()
                      + " "
                      + change.key()
                      + " touches no price of the customers and items that are asked for"));
    }
    return objections;
  }
}
