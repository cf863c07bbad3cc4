package tradecounter.storefront.line;

import java.util.stream.Collectors;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.QuantityCheck;

/** Why a line has no figures: one code and one sentence for each cause, wherever it is met. */
public final class LineProblems {
  private LineProblems() {}

  public static Line.Problematic unknownItem(String item) {
    return new Line.Problematic(item, 404, "item-unknown", "there is no item '" + item + "'");
  }

  public static Line.Problematic unknownUnit(String item, String uom) {
    return new Line.Problematic(
        item, 422, "uom-unknown", "item " + item + " is not sold by " + uom);
  }

  /** The quantity is none of the base unit. */
  static Line.Problematic notWhole(Item item, QuantityCheck check) {
    return new Line.Problematic(
        item.item(),
        422,
        "quantity-invalid",
        "the quantity is no number of "
            + item.baseUom()
            + " with at most 6 decimals"
            + (check instanceof QuantityCheck.Invalid invalid ? ": " + invalid.detail() : ""));
  }

  /** With what is offered instead. */
  public static Line.Problematic superseded(AvailabilityAnswer.NotSold notSold, AnswerShape shape) {
    return new Line.Problematic(
        notSold.item(),
        404,
        "item-superseded",
        "item '"
            + notSold.item()
            + "' is sold no more; instead there is "
            + notSold.substitutes().stream()
                .map(substitution -> substitution.item().item())
                .collect(Collectors.joining(", ")),
        json -> SubstitutesWriter.write(json, notSold.substitutes(), shape));
  }

  public static Line.Problematic noNetwork(AvailabilityAnswer.NoNetwork none) {
    return new Line.Problematic(
        none.item(),
        404,
        "network-none",
        none.region().isEmpty()
            ? "no network serves a request without a region: name a ship-to"
            : "no network serves the region " + none.region());
  }
}
