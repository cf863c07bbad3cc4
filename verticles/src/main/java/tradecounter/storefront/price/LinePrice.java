package tradecounter.storefront.price;

import java.util.Optional;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.TaxAnswer;
import tradecounter.storefront.line.Line;

/** What became of one line of a question for prices. */
public sealed interface LinePrice {
  /**
   * It has a price.
   *
   * @param tax on the extended price
   * @param taxedAlikeUntilDay the last day on which a rate that taxes it is the same
   * @param check what the item's rules say to the quantity that was asked for
   */
  record Known(Priced priced, TaxAnswer tax, int taxedAlikeUntilDay, QuantityCheck check)
      implements LinePrice {
    /** A bit for each feed whose word price and tax rest on. */
    public long feedBits() {
      return priced.feedBits() | (tax instanceof TaxAnswer.Taxed taxed ? taxed.feedBits() : 0);
    }

    /** The tax in millionths; empty if it is not known. */
    public Optional<Long> taxAmount() {
      return switch (tax) {
        case TaxAnswer.Taxed taxed -> Optional.of(taxed.tax());
        case TaxAnswer.Exempt _ -> Optional.of(0L);
        case TaxAnswer.Unknown _ -> Optional.empty();
      };
    }
  }

  /** It has none. */
  record None(Line.Problematic problem) implements LinePrice {}
}
