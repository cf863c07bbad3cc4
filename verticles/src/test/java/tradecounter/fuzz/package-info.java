/**
 * Any bytes → every decoder → records, refusals, and nothing else: Jazzer looks for what breaks
 * that. {@code FuzzTest} runs it.
 */
@NullMarked
package tradecounter.fuzz;

import org.jspecify.annotations.NullMarked;
