/**
 * The contract as tests see it: answers are checked against {@code config/openapi.yaml}, events
 * against {@code config/schema}. Upstream: the two directories; downstream: every test that asks
 * the server or writes an event.
 */
@NullMarked
package tradecounter.contract;

import org.jspecify.annotations.NullMarked;
