package tradecounter.storefront.line;

import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.canonical.UnitConversion;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;

/** What a line comes to before availability is asked for it. */
public sealed interface AskedLine {
  /**
   * It can be asked for.
   *
   * @param base the quantity in base units, millionths; 0 if none is given
   * @param check what the item's rules say to the quantity
   */
  record Askable(String item, UnitOfMeasure unit, long base, QuantityCheck check)
      implements AskedLine {}

  /** It cannot. */
  record Refused(Line.Problematic problem) implements AskedLine {}

  /** Looks the item up and takes the quantity into its base unit. */
  static AskedLine of(World world, QuestionLine line) {
    ItemSnapshot snapshot = world.item(line.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (item == null) {
      return new Refused(LineProblems.unknownItem(line.item()));
    }
    String uom = line.uom().isEmpty() ? item.baseUom() : line.uom();
    if (!item.hasUnit(uom)) {
      return new Refused(LineProblems.unknownUnit(line.item(), uom));
    }
    UnitOfMeasure unit = item.unit(uom);
    QuantityCheck check =
        line.quantity() > 0
            ? QuantityCheck.of(item, unit, line.quantity())
            : new QuantityCheck.Valid();
    long base = UnitConversion.toBase(line.quantity(), unit);
    return base == UnitConversion.NOT_WHOLE
        ? new Refused(LineProblems.notWhole(item, check))
        : new Askable(line.item(), unit, base, check);
  }
}
