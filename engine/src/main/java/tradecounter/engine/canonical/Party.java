package tradecounter.engine.canonical;

/** Whom a contract is agreed with: one customer, or a group of customers that buys together. */
public record Party(Kind kind, String key) implements Comparable<Party> {

  /** What a party is. */
  public enum Kind {
    CUSTOMER,
    BUYING_GROUP
  }

  public static Party customer(String customer) {
    return new Party(Kind.CUSTOMER, customer);
  }

  public static Party buyingGroup(String group) {
    return new Party(Kind.BUYING_GROUP, group);
  }

  @Override
  public int compareTo(Party other) {
    int order = kind.compareTo(other.kind);
    return order != 0 ? order : key.compareTo(other.key);
  }

  /** As people say it: {@code customer C-1}, {@code buying group BG-7}. */
  @Override
  public String toString() {
    return (kind == Kind.CUSTOMER ? "customer " : "buying group ") + key;
  }
}
