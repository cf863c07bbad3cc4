package tradecounter.embedded.erp;

import java.math.BigDecimal;

/**
 * A line of an order, in the ERP's words.
 *
 * @param quantity in the unit that was agreed, zero if it cannot be read
 * @param warehouse empty if it names none, as do {@code price} and {@code currency}
 * @param price as it was written
 */
public record Position(
    String id, String sku, BigDecimal quantity, String warehouse, String price, String currency) {}
