/**
 * Operators, probes and metrics → this port → the state of every part. Its own event loop; what
 * blocks runs on worker threads. Tests: {@code FeedToQueryPathTest}, {@code StorefrontTest}.
 */
@NullMarked
package tradecounter.management;

import org.jspecify.annotations.NullMarked;
