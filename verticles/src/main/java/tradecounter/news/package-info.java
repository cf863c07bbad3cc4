/**
 * Transactions that change orders and exceptions → business events in Postgres, committed with them
 * → Kafka, topic {@code tradecounter.orders}; and {@link tradecounter.webhook}.
 *
 * <p>{@link tradecounter.news.Outbox} is called by whoever changes something, in his transaction;
 * {@link tradecounter.news.NewsPublisher} sends on a thread of its own, one node at a time. Tests:
 * {@code NewsPublisherTest}, {@code BusinessEventsTest}.
 */
@NullMarked
package tradecounter.news;

import org.jspecify.annotations.NullMarked;
