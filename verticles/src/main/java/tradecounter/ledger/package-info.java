/**
 * Commands to hold and to order → the desk, which decides them under the locks of Postgres → the
 * read model of every node.
 *
 * <p>{@link tradecounter.ledger.LedgerDesk} decides and commits (its own thread); {@link
 * tradecounter.ledger.LedgerFollower} brings commits of all nodes into the read model (its own
 * thread); {@link tradecounter.ledger.LedgerKeeper} writes down what has expired or is in the
 * figures (its own thread); {@link tradecounter.ledger.HoldLedger} is the SQL. {@link
 * tradecounter.ledger.Nudges} has the other nodes look at once: Redis only nudges, nothing is kept
 * there and nothing is decided by it. Tests: {@code HoldTest}, {@code LedgerTest}, {@code
 * NudgesTest}.
 */
@NullMarked
package tradecounter.ledger;

import org.jspecify.annotations.NullMarked;
