package tradecounter.storefront.quote;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import tradecounter.json.RefusalException;
import tradecounter.security.CompactJws;
import tradecounter.security.QuoteKeys;

/**
 * Turns quotes into tokens and back. A token holds all of its quote and nobody without a key can
 * change it; it is signed, not secret: it tells no more than the answer it came with. Any thread.
 */
public final class QuoteTokens {
  static final String TYPE = "tradecounter-quote+jws";

  private final Optional<CompactJws> jws;

  public QuoteTokens(QuoteKeys keys) {
    this.jws = keys.jws(TYPE);
  }

  /** What became of a token. */
  public sealed interface Opened {
    /** It is ours. Whether it has expired or was redeemed, the database says. */
    record Pinned(Quote quote) implements Opened {}

    /** It is none of ours; {@code reason} is for us, not for who sent it. */
    record Invalid(String reason) implements Opened {}

    /** It is of a customer that the caller may not see: to be told exactly like an invalid one. */
    record NotYours() implements Opened {}
  }

  /** What became of an attempt to seal a quote. */
  sealed interface Sealed {
    record Token(String text) implements Sealed {}

    /** It is more than a token holds. */
    record TooLong() implements Sealed {}

    /** There is no key to sign with. */
    record NoKey() implements Sealed {}
  }

  Sealed seal(Quote quote) {
    if (jws.isEmpty()) {
      return new Sealed.NoKey();
    }
    Optional<String> token = jws.get().sign(QuoteText.write(quote));
    return token.isPresent() ? new Sealed.Token(token.get()) : new Sealed.TooLong();
  }

  /**
   * What a token pins.
   *
   * @param sees whether the caller may see a customer
   */
  public Opened open(String token, Predicate<String> sees) {
    if (jws.isEmpty()) {
      return new Opened.Invalid("no quotes.keys are configured");
    }
    return switch (jws.get().open(token)) {
      case CompactJws.Opened.Forged forged -> new Opened.Invalid(forged.reason());
      case CompactJws.Opened.Payload payload -> opened(payload.bytes().getBytes(), sees);
    };
  }

  private static Opened opened(byte[] payload, Predicate<String> sees) {
    try {
      Quote quote = QuoteText.read(payload);
      return sees.test(quote.customer()) ? new Opened.Pinned(quote) : new Opened.NotYours();
    } catch (RefusalException e) {
      return new Opened.Invalid(e.pointer() + " " + e.detail());
    } catch (IOException | ArithmeticException e) {
      return new Opened.Invalid("it cannot be read: " + e.getMessage());
    }
  }
}
