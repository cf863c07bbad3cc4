/**
 * A recording sandbox ERP, with a supplier's face: our forwards over HTTP → orders in memory →
 * whoever compares them with what was accepted. What it is told to do wrong it does: commit and
 * stay silent, commit late, twice, or not at all.
 *
 * <pre>
 *   HTTP → RecordingErp → OrderDesk | SessionDesk (what is asked) → Task
 *                       → Faults (what goes wrong with it) → Conduct → OrderBook, Drafts
 *                       → RequestLog (what came, what was answered)
 *   HTTP → SandboxDesk: faults and class are set, orders and requests read
 * </pre>
 *
 * <p>Each request has a virtual thread of its own, and everything here is safe for all threads. All
 * records stay in memory until the object is gone: it is the oracle of fault runs, and forgets
 * nothing. Tests: {@code RecordingErpTest}, {@code FaultsTest}, {@code SessionErpTest}, {@code
 * SupplierFaceTest}, {@code SandboxDeskTest}.
 */
@NullMarked
package tradecounter.embedded.erp;

import org.jspecify.annotations.NullMarked;
