/**
 * What is kept for a customer until the ERP's own figures show it: a request to hold, an order,
 * what became of it → this → what still takes from supply, and what there is to do. Pure, any
 * thread: states and facts are immutable, time comes in. Tests: {@code HoldLifeCycleTest}, {@code
 * HandOverTest}, {@code HandOverSimulationTest}.
 */
@NullMarked
package tradecounter.engine.hold;

import org.jspecify.annotations.NullMarked;
