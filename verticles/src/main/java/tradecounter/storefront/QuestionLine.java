package tradecounter.storefront;

/**
 * One line of a question.
 *
 * @param quantity in {@code uom}, millionths; 0 if none is given
 * @param uom empty for the base unit
 */
record QuestionLine(String item, long quantity, String uom) {}
