@NullMarked
package tradecounter.loadtest.load;

import org.jspecify.annotations.NullMarked;
