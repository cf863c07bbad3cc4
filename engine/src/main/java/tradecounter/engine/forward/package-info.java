/**
 * An accepted order's document → this → exactly one order at its target, or a person who knows why
 * not. Pure, any thread: states are immutable, time and chance come in. Tests: {@code
 * ForwardLifeCycleTest}, {@code ForwardSimulationTest}.
 */
@NullMarked
package tradecounter.engine.forward;

import org.jspecify.annotations.NullMarked;
