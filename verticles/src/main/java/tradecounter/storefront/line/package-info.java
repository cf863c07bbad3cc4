/**
 * What all questions of lines and their answers have in common: reading the question, finding the
 * buyer, and writing figures or problems with their freshness; storefront → this → HTTP. Event
 * loops; long answers are worked out beside them. Tests: {@code StorefrontTest}, {@code
 * LongAnswersTest}, {@code PriceTest}, {@code QuoteTest}.
 */
@NullMarked
package tradecounter.storefront.line;

import org.jspecify.annotations.NullMarked;
