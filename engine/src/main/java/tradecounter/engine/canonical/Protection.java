package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * A ring-fence: a quantity of an item, or of each item of a category, that is kept for a channel or
 * customer group, or beyond which it may not go.
 *
 * @param item empty if it is for a category
 * @param category empty if it is for an item
 * @param channel empty if it is for a customer group
 * @param customerGroup empty if it is for a channel
 * @param quantity millionths of the base unit
 * @param validFromDay by the day of shipping for a minimum, of ordering for a maximum
 */
public record Protection(
    String protection,
    String item,
    String category,
    String channel,
    String customerGroup,
    Bound bound,
    long quantity,
    int validFromDay,
    int validToDay)
    implements Change {

  /** Which way it holds. */
  public enum Bound {
    /** So much is kept from everybody else. */
    MINIMUM,
    /** No more than so much can be promised to those it is for. */
    MAXIMUM
  }

  public Protection {
    require(item.isEmpty() != category.isEmpty(), "give either item or category");
    require(channel.isEmpty() != customerGroup.isEmpty(), "give either channel or customerGroup");
    require(quantity >= 0, "minimum and maximum must not be negative");
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
  }

  /** Whether it is this customer that it is for. */
  public boolean isFor(Customer customer) {
    if (!channel.isEmpty()) {
      return channel.equals(customer.channel());
    }
    for (Customer.GroupMembership membership : customer.groups()) {
      if (membership.group().equals(customerGroup)) {
        return true;
      }
    }
    return false;
  }
}
