package tradecounter.storefront;

import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;
import tradecounter.http.Bodies;
import tradecounter.http.Parameters;
import tradecounter.security.Caller;

/** "Have you got it, and when can I have it": one item, or up to 1,000 lines. */
final class AvailabilityEndPoint {
  private static final Set<String> PARAMETERS =
      Set.of("customer", "shipTo", "quantity", "uom", "on");

  private final World world;
  private final Availability availability;
  private final Buyers buyers;
  private final Answers answers;
  private final Configuration.Limits limits;
  private final InstantSource clock;

  AvailabilityEndPoint(
      World world,
      Availability availability,
      Answers answers,
      Configuration.Limits limits,
      InstantSource clock) {
    this.world = world;
    this.availability = availability;
    this.buyers = new Buyers(world);
    this.answers = answers;
    this.limits = limits;
    this.clock = clock;
  }

  void single(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, PARAMETERS);
    String shipTo = parameters.key("shipTo");
    QuestionLine line =
        new QuestionLine(
            Parameters.ofPath(context, "item"),
            parameters.quantity("quantity", 0),
            parameters.key("uom"));
    int onDay = parameters.day("on");
    String named = parameters.key("customer");
    parameters.check();
    Customer customer = buyers.customer(caller, named);
    String region = buyers.region(customer, shipTo);
    answers.single(context, answer(line, customer, region, onDay, caller));
  }

  void bulk(RoutingContext context, Caller caller) {
    var _ =
        Bodies.read(context, limits)
            .map(body -> QuestionBody.read(body, QuestionBody.AVAILABILITY, limits.lines()))
            .onSuccess(
                question -> Problems.guarded(context, () -> answer(context, caller, question)))
            .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Caller caller, QuestionBody question) {
    Customer customer = buyers.customer(caller, question.customer());
    String region = buyers.region(customer, question.shipTo());
    List<Line> lines = new ArrayList<>(question.lines().size());
    for (QuestionLine line : question.lines()) {
      lines.add(answer(line, customer, region, question.onDay(), caller));
    }
    answers.bulk(context, lines);
  }

  private Line answer(
      QuestionLine line, Customer customer, String region, int onDay, Caller caller) {
    ItemSnapshot snapshot = world.item(line.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (item == null) {
      return unknown(line.item());
    }
    String uom = line.uom().isEmpty() ? item.baseUom() : line.uom();
    if (!item.hasUnit(uom)) {
      return new Line.Problematic(
          line.item(), 422, "uom-unknown", "item " + line.item() + " is not sold by " + uom);
    }
    UnitOfMeasure unit = item.unit(uom);
    long base = Units.toBase(line.quantity(), unit);
    if (base == Units.NOT_WHOLE) {
      return new Line.Problematic(
          line.item(),
          422,
          "quantity-invalid",
          "the quantity is not a number of " + item.baseUom() + " with at most 6 decimals");
    }
    AvailabilityAnswer answer =
        availability.answer(
            new AvailabilityQuestion(line.item(), customer, region, base, onDay, clock.instant()));
    return switch (answer) {
      case AvailabilityAnswer.UnknownItem _ -> unknown(line.item());
      case AvailabilityAnswer.NoNetwork _ ->
          new Line.Problematic(
              line.item(),
              404,
              "network-none",
              region.isEmpty()
                  ? "no network serves a request without a region: name a ship-to"
                  : "no network serves the region " + region);
      case AvailabilityAnswer.Figures figures ->
          new Line.Figures(
              figures.feedBits(),
              new AvailabilityWriter(
                  figures,
                  unit,
                  onDay == Day.OPEN_START ? figures.today() : onDay,
                  onDay != Day.OPEN_START,
                  caller.may(Caller.AVAILABILITY_DETAIL)));
    };
  }

  private static Line unknown(String item) {
    return new Line.Problematic(item, 404, "item-unknown", "there is no item '" + item + "'");
  }
}
