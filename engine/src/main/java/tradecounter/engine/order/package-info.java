/**
 * What becomes of an order once it is accepted: what its targets, the warehouse and the carriers
 * say → this → how far each line has come, and what there is to do. Pure, any thread: states and
 * facts are immutable, time comes in. Tests: {@code OrderLifeCycleTest}, {@code OrderLivesTest}.
 */
@NullMarked
package tradecounter.engine.order;

import org.jspecify.annotations.NullMarked;
