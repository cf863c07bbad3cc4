package tradecounter.webhook;

import tradecounter.news.BusinessEvent;

/**
 * One event on its way to one endpoint, claimed by this node.
 *
 * @param attempt its number, from 1
 * @param claim tells it from earlier and later ones
 * @param atSeconds when it was claimed, by the clock of the database, since 1970
 */
record Delivery(String endpoint, BusinessEvent event, int attempt, long claim, long atSeconds) {}
