/**
 * A looked-at order → {@link tradecounter.order.AcceptOrder}, a command of the ledger's desk →
 * order, holds and forwards in one transaction → what targets and feeds say of it moves it on.
 *
 * <p>Accepting runs on the desk's thread; what comes after on the threads of those who say so, in
 * their transactions: {@link tradecounter.order.FulfilmentKeeper} reads what feeds say from the
 * log, {@link tradecounter.order.Orders} applies it, {@link tradecounter.order.OrderReader} tells
 * it. Tests: {@code OrderTest}, {@code OrdersTest}, {@code FulfilmentKeeperTest}.
 */
@NullMarked
package tradecounter.order;

import org.jspecify.annotations.NullMarked;
