@NullMarked
package tradecounter.loadtest.embedded;

import org.jspecify.annotations.NullMarked;
