/**
 * A looked-at order → {@link tradecounter.order.AcceptOrder}, a command of the ledger's desk →
 * order, holds and forwards in one transaction → what targets and feeds say of it moves it on.
 *
 * <p>Accepting runs on the desk's thread; what comes after on the threads of those who say so, in
 * their transactions. Tests: {@code OrderTest}.
 */
@NullMarked
package tradecounter.order;

import org.jspecify.annotations.NullMarked;
