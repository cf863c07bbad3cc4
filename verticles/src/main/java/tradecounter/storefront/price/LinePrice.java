package tradecounter.storefront.price;

import java.util.Optional;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.TaxAnswer;
import tradecounter.storefront.line.Line;

/** What became of one line of a question for prices. */
public sealed interface LinePrice {
  /**
   * It has a price.
   *
   * @param tax on the extended price; empty if nobody knows where the goods go
   */
  record Known(Priced priced, Optional<TaxAnswer> tax) implements LinePrice {
    /** A bit for each feed whose word price and tax rest on. */
    public long feedBits() {
      return priced.feedBits() | (tax.orElse(null) instanceof TaxAnswer.Taxed t ? t.feedBits() : 0);
    }

    /** The tax in millionths; empty if it is not known. */
    public Optional<Long> taxAmount() {
      return tax.flatMap(
          answer ->
              switch (answer) {
                case TaxAnswer.Taxed taxed -> Optional.of(taxed.tax());
                case TaxAnswer.Exempt _ -> Optional.of(0L);
                case TaxAnswer.Unknown _ -> Optional.empty();
              });
    }
  }

  /** It has none. */
  record None(Line.Problematic problem) implements LinePrice {}
}
