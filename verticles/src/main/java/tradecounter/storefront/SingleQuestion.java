package tradecounter.storefront;

import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tradecounter.engine.canonical.Day;
import tradecounter.http.Parameters;
import tradecounter.storefront.line.QuestionLine;

/**
 * What a request asks of one item, before anybody has looked at the read model.
 *
 * @param customer empty if none is named
 * @param shipTo empty if none is named
 * @param onDay {@link Day#OPEN_START} if none is given
 * @param byDay {@link Day#OPEN_END} if none is given
 */
record SingleQuestion(
    QuestionLine line,
    String customer,
    String shipTo,
    int onDay,
    int byDay,
    boolean shipComplete,
    boolean explain) {
  static final String EXPLAIN = "explain";

  private static final Set<String> PARAMETERS =
      Set.of("customer", "shipTo", "quantity", "uom", "on", "by", "shipComplete");

  /** The query parameters of an operation that asks this, and something more. */
  static Set<String> parametersWith(String... further) {
    Set<String> names = new HashSet<>(PARAMETERS);
    names.addAll(List.of(further));
    return Set.copyOf(names);
  }

  /** Reads it; what is wrong is in the parameters, which the caller checks. */
  static SingleQuestion read(RoutingContext context, Parameters parameters) {
    int byDay = parameters.day("by");
    return new SingleQuestion(
        new QuestionLine(
            Parameters.ofPath(context, "item"),
            parameters.quantity("quantity", 0),
            parameters.key("uom")),
        parameters.key("customer"),
        parameters.key("shipTo"),
        parameters.day("on"),
        byDay == Day.OPEN_START ? Day.OPEN_END : byDay,
        parameters.flag("shipComplete"),
        parameters.flag(EXPLAIN));
  }

  /** The same, with all that the answer rests on. */
  SingleQuestion explained() {
    return new SingleQuestion(line, customer, shipTo, onDay, byDay, shipComplete, true);
  }
}
