package tradecounter.engine.journey;

import tradecounter.engine.canonical.Change;

/**
 * What a feed says of an order.
 *
 * @param erpOrder how the ERP calls the order, where the event names it by that alone
 */
record News(int offset, String feed, String erpOrder, Change change, long atMillis) {}
