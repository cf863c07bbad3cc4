@NullMarked
package tradecounter.loadtest.world;

import org.jspecify.annotations.NullMarked;
