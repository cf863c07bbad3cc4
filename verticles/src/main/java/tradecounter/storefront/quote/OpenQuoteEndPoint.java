package tradecounter.storefront.quote;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.math.RoundingMode;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.http.Bodies;
import tradecounter.http.Failures;
import tradecounter.http.Problem;
import tradecounter.http.RequestId;
import tradecounter.json.JsonText;
import tradecounter.json.RefusalException;
import tradecounter.security.Caller;
import tradecounter.security.CompactJws;
import tradecounter.store.QuoteRedemptions;
import tradecounter.store.QuoteRedemptions.Standing;
import tradecounter.storefront.line.Problems;
import tradecounter.storefront.quote.Quote.PinnedLine;

/** "What does this token pin, and is it still good": from the token and Postgres alone. */
public final class OpenQuoteEndPoint {
  private static final Logger LOG = LoggerFactory.getLogger(OpenQuoteEndPoint.class);
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final QuoteTokens tokens;
  private final QuoteRedemptions redemptions;
  private final Configuration.Limits limits;

  public OpenQuoteEndPoint(
      QuoteTokens tokens, QuoteRedemptions redemptions, Configuration.Limits limits) {
    this.tokens = tokens;
    this.redemptions = redemptions;
    this.limits = limits;
  }

  public void open(RoutingContext context, Caller caller) {
    var _ =
        Bodies.read(context, limits)
            .map(OpenQuoteEndPoint::token)
            .onSuccess(token -> Problems.guarded(context, () -> open(context, caller, token)))
            .onFailure(context::fail);
  }

  private static String token(byte[] body) {
    return Bodies.json(
        body,
        in -> {
          String[] token = {""};
          in.start();
          in.object(
              field -> {
                if (field.equals("quoteToken")) {
                  token[0] = in.text(CompactJws.MAXIMUM_LENGTH, 1);
                } else {
                  in.unknown(field);
                }
              });
          in.end();
          if (token[0].isEmpty()) {
            throw new RefusalException("field-missing", "the field 'quoteToken' is missing", "");
          }
          return token[0];
        });
  }

  private void open(RoutingContext context, Caller caller, String token) {
    switch (tokens.open(token, caller::sees)) {
      case QuoteTokens.Opened.Pinned pinned -> look(context, caller, pinned.quote());
      case QuoteTokens.Opened.Invalid invalid -> {
        LOG.debug("request {}: a quote token is invalid: {}", RequestId.of(context), invalid);
        invalid(context);
      }
      case QuoteTokens.Opened.NotYours _ -> invalid(context);
    }
  }

  /** The same words for a forged one and for another customer's. */
  private static void invalid(RoutingContext context) {
    Problem.of(422, "quote-invalid", "there is no such quote: ask for a new one").write(context);
  }

  private void look(RoutingContext context, Caller caller, Quote quote) {
    var _ =
        Future.fromCompletionStage(
                redemptions.standing(quote.opened()), context.vertx().getOrCreateContext())
            .onSuccess(
                standing ->
                    Problems.guarded(
                        context,
                        () ->
                            answer(
                                context, caller.may(Caller.AVAILABILITY_DETAIL), quote, standing)))
            .onFailure(
                failure -> {
                  Throwable cause =
                      failure instanceof CompletionException ? failure.getCause() : failure;
                  LOG.warn("a redemption could not be looked up: {}", String.valueOf(cause));
                  Problem.unavailable(
                          cause instanceof QuoteRedemptions.OverloadedException
                              ? "overloaded"
                              : "store-unavailable",
                          "whether the quote is still good cannot be looked up at the moment:"
                              + " try again")
                      .write(context);
                });
  }

  private static void answer(
      RoutingContext context, boolean detailed, Quote quote, Standing standing) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    Failures.report(
        context
            .response()
            .end(
                JsonText.of(
                    json -> {
                      json.writeStartObject();
                      write(json, standing);
                      write(json, quote, detailed);
                      json.writeEndObject();
                    })),
        "an answer could not be sent");
  }

  private static void write(JsonGenerator json, Standing standing) throws IOException {
    switch (standing) {
      case Standing.Open _ -> json.writeStringField("state", "OPEN");
      case Standing.Expired _ -> json.writeStringField("state", "EXPIRED");
      case Standing.Redeemed(String orderId) -> {
        json.writeStringField("state", "REDEEMED");
        json.writeStringField("orderId", orderId);
      }
    }
  }

  private static void write(JsonGenerator json, Quote quote, boolean detailed) throws IOException {
    json.writeStringField("quoteId", quote.quoteId());
    json.writeStringField("customer", quote.customer());
    if (!quote.shipTo().isEmpty()) {
      json.writeStringField("shipTo", quote.shipTo());
    }
    if (quote.shipComplete()) {
      json.writeBooleanField("shipComplete", true);
    }
    json.writeStringField("priceVersion", quote.priceVersion());
    JsonText.instant(json, "issuedAt", quote.issuedAt().toEpochMilli());
    JsonText.instant(json, "expiresAt", quote.expiresAt().toEpochMilli());
    json.writeArrayFieldStart("lines");
    for (PinnedLine line : quote.lines()) {
      write(json, quote.currency(), line, detailed);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String currency, PinnedLine line, boolean detailed)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("lineId", line.lineId());
    json.writeStringField("item", line.item());
    quantity(json, "quantity", line.quantity());
    json.writeStringField("uom", line.uom());
    money(json, "unitPrice", line.unitPrice(), currency);
    json.writeNumberField("priceUnit", line.priceUnit());
    money(json, "extendedPrice", line.extendedPrice(), currency);
    if (line.tax().isPresent()) {
      money(json, "tax", line.tax().get(), currency);
    }
    json.writeObjectFieldStart("promise");
    day(json, "date", line.day());
    json.writeArrayFieldStart("parts");
    for (Promise.Part part : line.parts()) {
      json.writeStartObject();
      quantity(
          json,
          "quantity",
          FixedPoint.multiplyDivide(
              part.quantity(), line.quantity(), line.base(), RoundingMode.FLOOR));
      day(json, "date", part.day());
      if (part.shipsOnDay() != Day.OPEN_START) {
        day(json, "shipsOn", part.shipsOnDay());
      }
      if (detailed && !part.source().isEmpty()) {
        json.writeStringField("from", part.from());
        json.writeStringField("source", part.source());
      }
      json.writeStringField("routing", part.routing().name());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }
}
