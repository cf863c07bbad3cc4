@NullMarked
package tradecounter.loadtest.sandbox;

import org.jspecify.annotations.NullMarked;
