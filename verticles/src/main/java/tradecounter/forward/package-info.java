/**
 * Accepted order documents, in Postgres → this → ERPs and suppliers, by HTTP or as files.
 *
 * <p>A thread claims what is due, a virtual thread of its own sends each; all may block, none is an
 * event loop. {@link tradecounter.engine.forward.ForwardLifeCycle} decides, {@link
 * tradecounter.forward.ForwardStore} writes it down, {@link tradecounter.forward.ErpAdapter}s
 * speak. Tests to read first: {@code ForwarderFaultsTest}; then {@code ForwardStoreTest}, {@code
 * FileAdapterTest}, {@code SessionAdapterTest}.
 */
@NullMarked
package tradecounter.forward;

import org.jspecify.annotations.NullMarked;
