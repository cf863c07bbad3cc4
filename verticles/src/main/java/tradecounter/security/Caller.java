package tradecounter.security;

import java.util.Set;

/**
 * Who asks, as the token says.
 *
 * @param customer the one customer the token is bound to, empty if none
 * @param feeds the feeds it may write; {@link #ANY_FEED} for all
 * @param expiresAtMillis when the token is worth nothing any more
 */
public record Caller(
    String subject, Set<String> scopes, String customer, Set<String> feeds, long expiresAtMillis) {
  public static final String AVAILABILITY_READ = "availability:read";
  public static final String AVAILABILITY_DETAIL = "availability:detail";
  public static final String PRICES_READ = "prices:read";
  public static final String PRICES_DETAIL = "prices:detail";
  public static final String HOLDS_WRITE = "holds:write";
  public static final String ORDERS_WRITE = "orders:write";
  public static final String ORDERS_READ = "orders:read";
  public static final String FEEDS_WRITE = "feeds:write";
  public static final String CUSTOMERS_ANY = "customers:any";
  public static final String OPS = "ops";

  /** Not a name that a feed can have. */
  public static final String ANY_FEED = "*";

  public boolean may(String scope) {
    return scopes.contains(scope);
  }

  /** Whether it may see this customer at all. What it may not see does not exist for it. */
  public boolean sees(String other) {
    return may(CUSTOMERS_ANY) || (!customer.isEmpty() && customer.equals(other));
  }

  public boolean mayWrite(String feed) {
    return may(FEEDS_WRITE) && (feeds.contains(ANY_FEED) || feeds.contains(feed));
  }
}
