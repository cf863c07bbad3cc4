/** Obviously correct, slow implementations that the engine is compared with. Tests only. */
@NullMarked
package tradecounter.engine.oracle;

import org.jspecify.annotations.NullMarked;
