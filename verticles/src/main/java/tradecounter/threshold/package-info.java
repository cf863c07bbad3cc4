/**
 * Changes of the read model → {@link tradecounter.threshold.ThresholdWatch}, on every node → one
 * business event for each item that has run low, out, or is in stock again → {@link
 * tradecounter.news}. A thread of its own, which may block. Tests: {@code NewsPathTest}.
 */
@NullMarked
package tradecounter.threshold;

import org.jspecify.annotations.NullMarked;
