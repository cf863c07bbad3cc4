package tradecounter.news;

import io.vertx.core.buffer.Buffer;

/**
 * A business event that is about to be written down.
 *
 * @param type such as {@code tradecounter.order.shipped.v1}
 * @param subject what it is about; events of one subject are told in their order
 * @param customer whose it is; empty if it is not for customers
 * @param data a JSON object
 */
public record NewEvent(String type, String subject, String customer, Buffer data) {}
