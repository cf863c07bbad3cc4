/**
 * Folders, REST interfaces and databases that have to be asked → deliveries in Postgres → {@link
 * tradecounter.delivery}.
 *
 * <p>One node at a time asks for a feed, on a thread of its own for each feed, which blocks. Tests:
 * {@code FolderSourceTest}, {@code RestSourceTest}, {@code JdbcSourceTest}, {@code FolderKillTest},
 * {@code ConnectorsTest}.
 */
@NullMarked
package tradecounter.source;

import org.jspecify.annotations.NullMarked;
