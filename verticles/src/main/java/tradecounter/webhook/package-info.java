/**
 * Business events in Postgres → a delivery for each endpoint that wants it → signed HTTP requests,
 * until the endpoint has taken it or a person has to see to it.
 *
 * <p>A thread claims what is due, a virtual thread of its own sends each; {@link
 * tradecounter.webhook.WebhookStore} writes it down. Any number of nodes may do so. Tests: {@code
 * WebhookSenderTest}, {@code WebhookSecretsTest}, {@code RetryScheduleTest}.
 */
@NullMarked
package tradecounter.webhook;

import org.jspecify.annotations.NullMarked;
