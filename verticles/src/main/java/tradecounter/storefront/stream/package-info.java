/**
 * Changes of the read model → each connected client, as server-sent events.
 *
 * <pre>
 *   log follower → ChangeHub ─ remembers → RecentChanges (for those who come back)
 *                           └ delivers  → LoopStreams, one for each event loop → ClientStream
 * </pre>
 *
 * <p>The hub hears on the log follower's thread and hands over at most one bounded set of items to
 * each event loop that has clients. Everything else belongs to that event loop. A client is told
 * what is so when its turn comes, not what was so in between: what waits for it is a set of items,
 * however often they change. What no record of the log tells of an item (the day, stale feeds, the
 * customer's own record) is found by looking again now and then, see {@code Viewpoint}. Tests:
 * {@code StreamTest}, {@code SlowReaderTest}, {@code RecentChangesTest}.
 */
@NullMarked
package tradecounter.storefront.stream;

import org.jspecify.annotations.NullMarked;
