/**
 * One seed → this → everything together, single-threaded and in virtual time: buyers, three nodes
 * each with its own read model, the ledger in a fake Postgres, the ERP and a supplier with their
 * stock, and their feeds. Drives the real life cycles; what verticles compose around them is
 * composed here again, as thinly as can be. Not thread-safe. Tests: {@code JourneyTest}; the fakes
 * against the real servers: {@code FakeLedgerTest}, {@code FakeErpTest} in verticles.
 */
@NullMarked
package tradecounter.engine.journey;

import org.jspecify.annotations.NullMarked;
