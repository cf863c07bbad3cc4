package tradecounter.storefront;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import tradecounter.configuration.Configuration;
import tradecounter.http.Bodies;
import tradecounter.http.Parameters;
import tradecounter.security.Caller;
import tradecounter.storefront.line.Answers;
import tradecounter.storefront.line.LongAnswers;
import tradecounter.storefront.line.Problems;
import tradecounter.storefront.line.QuestionBody;

/** "Have you got it, and when can I have it": one item, or up to 1,000 lines as one cart. */
final class AvailabilityEndPoint {
  private static final Set<String> PARAMETERS =
      SingleQuestion.parametersWith(SingleQuestion.EXPLAIN);

  private final AvailabilityAnswers availability;
  private final Answers answers;
  private final LongAnswers longAnswers;
  private final Configuration.Limits limits;

  AvailabilityEndPoint(
      AvailabilityAnswers availability,
      Answers answers,
      LongAnswers longAnswers,
      Configuration.Limits limits) {
    this.availability = availability;
    this.answers = answers;
    this.longAnswers = longAnswers;
    this.limits = limits;
  }

  void single(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, PARAMETERS);
    SingleQuestion question = SingleQuestion.read(context, parameters);
    parameters.check();
    answers.single(context, availability.answer(question, caller));
  }

  void bulk(RoutingContext context, Caller caller) {
    var _ =
        Bodies.read(context, limits)
            .map(body -> QuestionBody.read(body, QuestionBody.Form.AVAILABILITY, limits.lines()))
            .onSuccess(
                question -> Problems.guarded(context, () -> answer(context, caller, question)))
            .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Caller caller, QuestionBody body) {
    AvailabilityAnswers.Terms terms = availability.terms(body, caller);
    longAnswers.send(context, body.lines().size(), () -> availability.text(body, terms));
  }
}
