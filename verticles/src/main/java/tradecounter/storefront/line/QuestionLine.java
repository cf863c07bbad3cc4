package tradecounter.storefront.line;

/**
 * One line of a question.
 *
 * @param lineId the asker's own name of the line, empty if it has none
 * @param quantity in {@code uom}, millionths; 0 if none is given
 * @param uom empty for the base unit
 */
public record QuestionLine(String lineId, String item, long quantity, String uom) {
  public QuestionLine(String item, long quantity, String uom) {
    this("", item, quantity, uom);
  }
}
