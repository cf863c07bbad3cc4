package tradecounter.engine.pricing;

/** What tax a net amount bears. Amounts in millionths of the currency unit. */
public sealed interface TaxAnswer {

  /**
   * The jurisdiction's rate for the item's tax category.
   *
   * @param percent millionths of a percent
   * @param tax on the net amount, rounded by {@link CurrencyRounding}, once a line
   */
  record Taxed(String jurisdiction, String taxCategory, long percent, long tax, long feedBits)
      implements TaxAnswer {}

  /**
   * None is owed.
   *
   * @param certificate that proves it, empty if it is the customer's status that says so
   * @param validToDay the last day of the exemption
   */
  record Exempt(String jurisdiction, String reason, String certificate, int validToDay)
      implements TaxAnswer {}

  /** Nobody here can say, and why: never a zero. */
  record Unknown(Cause cause, String jurisdiction, String reason) implements TaxAnswer {}

  /** What is missing. */
  enum Cause {
    SHIP_TO_MISSING,
    JURISDICTION_MISSING,
    JURISDICTION_UNKNOWN,
    TAX_CATEGORY_MISSING,
    RATE_UNKNOWN
  }
}
