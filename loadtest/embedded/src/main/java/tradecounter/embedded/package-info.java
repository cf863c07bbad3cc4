/**
 * Real PostgreSQL, Kafka and Redis as child processes: for the one-command start and for every
 * test.
 *
 * <p>Entry points: {@link tradecounter.embedded.EmbeddedServers} (a run with data that stays) and
 * {@link tradecounter.embedded.SharedServers} (tests). Needs a POSIX system.
 */
@NullMarked
package tradecounter.embedded;

import org.jspecify.annotations.NullMarked;
