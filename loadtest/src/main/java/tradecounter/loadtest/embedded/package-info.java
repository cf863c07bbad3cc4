/**
 * One command → real servers, the service, the demo world → something to try. What is here is not
 * on the production class path. Tests: {@code TourBlocksTest}, {@code EmbeddedTest}.
 */
@NullMarked
package tradecounter.loadtest.embedded;

import org.jspecify.annotations.NullMarked;
