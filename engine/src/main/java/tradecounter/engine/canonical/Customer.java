package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Comparator;
import java.util.List;

/**
 * Who buys.
 *
 * @param parent the account it belongs to, empty if none
 * @param groups by priority, 1 first, then by key
 * @param lists price lists of its own, in declared order
 * @param currency the currency its prices are in unless asked otherwise, and its credit is
 */
public record Customer(
    String customer,
    String name,
    String parent,
    List<GroupMembership> groups,
    List<String> lists,
    String currency,
    String channel,
    PriceStrategy priceStrategy,
    TaxTerms tax,
    List<ShipTo> shipTos,
    boolean shipComplete,
    Credit credit,
    Status status)
    implements Change {

  /** The buyer when a request names none: no groups, no lists, the base prices of no channel. */
  public static final Customer ANYBODY =
      new Customer(
          "",
          "",
          "",
          List.of(),
          List.of(),
          "",
          "",
          PriceStrategy.PRIORITY,
          TaxTerms.TAXABLE,
          List.of(),
          false,
          Status.ACTIVE);

  /** One without credit terms. */
  public Customer(
      String customer,
      String name,
      String parent,
      List<GroupMembership> groups,
      List<String> lists,
      String currency,
      String channel,
      PriceStrategy priceStrategy,
      TaxTerms tax,
      List<ShipTo> shipTos,
      boolean shipComplete,
      Status status) {
    this(
        customer,
        name,
        parent,
        groups,
        lists,
        currency,
        channel,
        priceStrategy,
        tax,
        shipTos,
        shipComplete,
        Credit.UNLIMITED,
        status);
  }

  /**
   * How much the customer may owe; amounts in millionths of its currency.
   *
   * @param paymentTerms the ERP's own word, empty if none
   * @param limit {@link #NO_LIMIT} if there is none
   * @param openBalance what it owes by the ERP's books: invoices, not orders
   * @param blocked whether nothing is sold to it, whatever it owes
   */
  public record Credit(String paymentTerms, long limit, long openBalance, boolean blocked) {
    public static final long NO_LIMIT = Long.MAX_VALUE;
    public static final Credit UNLIMITED = new Credit("", NO_LIMIT, 0, false);
  }

  /** A group and how soon its price lists are asked: 1 first. */
  public record GroupMembership(String group, int priority) {}

  /** A delivery address, as far as availability, pricing and tax need it. */
  public record ShipTo(
      String shipTo, String region, String country, String postalCode, String jurisdiction) {}

  /** How the customer is taxed: by its status, and where exemptions say otherwise. */
  public record TaxTerms(TaxStatus status, List<Exemption> exemptions) {
    public static final TaxTerms TAXABLE = new TaxTerms(TaxStatus.TAXABLE, List.of());

    public TaxTerms {
      exemptions = List.copyOf(exemptions);
    }
  }

  /** What the tax authority knows the customer as. */
  public enum TaxStatus {
    TAXABLE,
    /** Owes no tax anywhere. */
    EXEMPT,
    /** Accounts for the tax itself. */
    REVERSE_CHARGE
  }

  /** No tax in one jurisdiction, on the strength of a certificate. */
  public record Exemption(
      String jurisdiction, String certificate, int validFromDay, int validToDay) {
    public Exemption {
      require(validFromDay <= validToDay, "tax: validFrom must not be after validTo");
    }
  }

  /** How one price is chosen from all that apply. */
  public enum PriceStrategy {
    PRIORITY,
    BEST,
    MERGE
  }

  /** Whether the customer may buy. */
  public enum Status {
    ACTIVE,
    BLOCKED
  }

  public Customer {
    groups =
        groups.stream()
            .sorted(
                Comparator.comparingInt(GroupMembership::priority)
                    .thenComparing(GroupMembership::group))
            .toList();
    lists = List.copyOf(lists);
    shipTos = List.copyOf(shipTos);
  }
}
