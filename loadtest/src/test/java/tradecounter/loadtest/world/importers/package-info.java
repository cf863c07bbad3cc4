@NullMarked
package tradecounter.loadtest.world.importers;

import org.jspecify.annotations.NullMarked;
