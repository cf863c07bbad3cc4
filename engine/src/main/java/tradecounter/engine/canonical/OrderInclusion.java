package tradecounter.engine.canonical;

/**
 * How a feed's figures come to include our orders, and so by what it may show a line of one. A line
 * takes from supply until a feed shows it.
 *
 * <table>
 *   <caption>What a feed may say; an empty cell is refused</caption>
 *   <tr><th></th><th>GROSS</th><th>NET_LISTED</th><th>NET_WATERMARK</th></tr>
 *   <tr><td>orderLine of an adjustment</td><td>shows what moved</td><td></td><td></td></tr>
 *   <tr><td>orderLine of a demand</td><td>shows the line</td><td>shows the line</td><td></td></tr>
 *   <tr><td>reflects.orderLines</td><td></td><td>shows the lines</td><td></td></tr>
 *   <tr><td>reflects.watermark</td><td></td><td></td><td>shows what it covers</td></tr>
 *   <tr><td>commitment</td><td></td><td>as it reflects</td><td>as it reflects</td></tr>
 * </table>
 *
 * <p>What is refused would be counted twice, or prove nothing. Net figures do not fall when goods
 * of an order leave that they include already. A demand takes beside the figures it comes with:
 * beside gross ones, and beside those that do not list its line; but nobody can tell whether a
 * watermark covers it. A list in gross figures would end holds on goods that still count as there.
 * No supplier tells when goods leave his shelf, so nothing would ever end what is held of a gross
 * commitment.
 *
 * <p>Where feeds of several kinds write figures of one position, the first that shows a line ends
 * its hold: an ERP that lists a line has to take it off figures of its own, and must not wait for
 * those of the warehouse.
 */
public enum OrderInclusion {
  /** On hand falls when goods are issued; the adjustment names their line, part by part. */
  GROSS,
  /** Each figure lists the order lines that it includes. */
  NET_LISTED,
  /** The figures include all orders that were acknowledged up to a stated moment. */
  NET_WATERMARK
}
