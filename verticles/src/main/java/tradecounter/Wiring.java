package tradecounter;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.audit.AuditEndPoint;
import tradecounter.audit.AuditRepairs;
import tradecounter.audit.Auditor;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.TargetConfiguration;
import tradecounter.deadletter.DeadLettersEndPoint;
import tradecounter.deadletter.Replay;
import tradecounter.deadletter.ReplayEndPoint;
import tradecounter.deadletter.ReplayRound;
import tradecounter.delivery.DeliveriesEndPoint;
import tradecounter.delivery.DeliveryKeeper;
import tradecounter.delivery.DeliveryRewind;
import tradecounter.delivery.DeliveryStore;
import tradecounter.delivery.FilesEndPoint;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.feed.FeedTopics;
import tradecounter.feed.TopicLag;
import tradecounter.forward.ForwardStore;
import tradecounter.forward.Forwarder;
import tradecounter.forward.Target;
import tradecounter.integrity.AskedSources;
import tradecounter.integrity.FeedStatesEndPoint;
import tradecounter.integrity.FeedSteering;
import tradecounter.integrity.FeedSteeringEndPoint;
import tradecounter.integrity.FeedWatch;
import tradecounter.integrity.FeedWorld;
import tradecounter.integrity.IntegrityMeters;
import tradecounter.integrity.Resends;
import tradecounter.ledger.HoldReader;
import tradecounter.ledger.LedgerComparison;
import tradecounter.ledger.LedgerDesk;
import tradecounter.ledger.LedgerFollower;
import tradecounter.ledger.LedgerKeeper;
import tradecounter.ledger.Nudges;
import tradecounter.log.LogAppender;
import tradecounter.log.LogFollower;
import tradecounter.log.LogReplay;
import tradecounter.log.Topics;
import tradecounter.management.ManagementVerticle;
import tradecounter.management.ManagementVerticle.Question;
import tradecounter.management.ManagementVerticle.Vital;
import tradecounter.management.Meters;
import tradecounter.management.Readiness;
import tradecounter.news.NewsPublisher;
import tradecounter.onboarding.FeedFileTroubles;
import tradecounter.onboarding.FeedFiles;
import tradecounter.onboarding.FeedTrial;
import tradecounter.onboarding.FeedsEndPoint;
import tradecounter.order.AcceptOrder;
import tradecounter.order.EndpointExceptions;
import tradecounter.order.FulfilmentKeeper;
import tradecounter.order.OrderAcknowledgements;
import tradecounter.order.OrderCancelling;
import tradecounter.order.OrderEffects;
import tradecounter.order.OrderForwards;
import tradecounter.order.OrderReader;
import tradecounter.order.OrderRepairs;
import tradecounter.order.OrderStore;
import tradecounter.order.Orders;
import tradecounter.order.Rerouter;
import tradecounter.order.TroubleBook;
import tradecounter.order.Troubles;
import tradecounter.security.Caller;
import tradecounter.security.QuoteKeys;
import tradecounter.security.SigningKeys;
import tradecounter.security.Tokens;
import tradecounter.source.SnapshotRequests;
import tradecounter.source.Sources;
import tradecounter.store.CheckpointStore;
import tradecounter.store.Checkpointer;
import tradecounter.store.ContractPriceStore;
import tradecounter.store.Database;
import tradecounter.store.DatabaseClock;
import tradecounter.store.DeadLetterBook;
import tradecounter.store.DeadLetterKeeper;
import tradecounter.store.DeadLetterStore;
import tradecounter.store.PriceBooks;
import tradecounter.store.QuoteRedemptions;
import tradecounter.storefront.AsOfEndPoint;
import tradecounter.storefront.EncodedAnswers;
import tradecounter.storefront.StorefrontVerticle;
import tradecounter.storefront.order.ExceptionsEndPoint;
import tradecounter.storefront.order.UnresolvedEndPoint;
import tradecounter.storefront.stream.ChangeHub;
import tradecounter.threshold.ThresholdWatch;
import tradecounter.webhook.WebhookDeliveries;
import tradecounter.webhook.WebhookSender;
import tradecounter.webhook.WebhooksEndPoint;
import tradecounter.whatif.WhatIfEndPoint;

/**
 * Builds the whole service, part by part: the architecture diagram.
 *
 * <pre>
 *   feed:   HTTP / feed topics → Format, Translation → FeedDoor → LogAppender → Kafka → LogFollower → World
 *   files:  HTTP / folders / polling → Postgres → DeliveryKeeper → FeedDoor → …
 *   query:  HTTP → StorefrontVerticle → Availability, Pricing on World and PriceBooks → HTTP
 *   hold:   HTTP → StorefrontVerticle → LedgerDesk → Postgres → LedgerFollower, on every node → World
 *   order:  HTTP → StorefrontVerticle → LedgerDesk → Postgres → Forwarder → ERP and suppliers
 *   news:   orders, exceptions, thresholds → Postgres → NewsPublisher → Kafka; WebhookSender → HTTP
 *   audit:  ledger, orders, forwards, targets, World → Auditor → findings, exceptions
 *   behind: World → Checkpointer → Postgres;  contract prices → PriceBooks → Postgres
 * </pre>
 *
 * The ports open first and say "not ready"; then the read model is taken up from Postgres, follows
 * the log to its end, and the answers begin. What is not reachable at the start is waited for.
 */
public final class Wiring {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** The target of what leaves our own locations. */
  private static final String ERP = "erp";

  /** The target of suppliers that have none of their own. */
  private static final String SUPPLIERS = "supplier";

  private final Configuration configuration;
  private final List<FeedConfiguration> feeds;
  private final List<TargetConfiguration> targetFiles;
  private final Consumer<Router> managementExtension;
  private final InstantSource machine;
  private final Readiness readiness = new Readiness();
  private final Tradecounter tradecounter = new Tradecounter(readiness);
  private final CountDownLatch closing = new CountDownLatch(1);
  private List<Target> targets = List.of();

  private Wiring(
      Configuration configuration,
      List<FeedConfiguration> feeds,
      List<TargetConfiguration> targets,
      Consumer<Router> managementExtension,
      InstantSource machine) {
    this.configuration = configuration;
    this.feeds = feeds;
    this.targetFiles = List.copyOf(targets);
    this.managementExtension = managementExtension;
    this.machine = machine;
  }

  /**
   * Starts the service; it gets ready in the background (see {@link Tradecounter#ready}).
   *
   * @param managementExtension adds routes to the management port; nothing in production
   * @throws tradecounter.configuration.ConfigurationException if the configuration cannot be used
   * @throws PortTakenException if a port is not free
   */
  public static Tradecounter start(
      Configuration configuration,
      List<FeedConfiguration> feeds,
      List<TargetConfiguration> targets,
      Consumer<Router> managementExtension) {
    return start(configuration, feeds, targets, managementExtension, InstantSource.system());
  }

  /**
   * As {@link #start(Configuration, List, List, Consumer)}, on a machine with this clock.
   *
   * @param machine only compared with the database's clock, and used until that is known
   */
  public static Tradecounter start(
      Configuration configuration,
      List<FeedConfiguration> feeds,
      List<TargetConfiguration> targets,
      Consumer<Router> managementExtension,
      InstantSource machine) {
    return new Wiring(configuration, feeds, targets, managementExtension, machine).start();
  }

  /** Somebody else listens on a port of ours. The message is one line for the operator. */
  public static final class PortTakenException extends RuntimeException {
    PortTakenException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Tradecounter start() {
    try {
      build();
      return tradecounter;
    } catch (RuntimeException e) {
      tradecounter.close();
      throw e;
    }
  }

  private void build() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> LOG.error("thread {} has ended", thread.getName(), failure));

    // 1. What is measured, and the event loops.
    Meters meters = tradecounter.started("metrics", new Meters());
    Vertx vertx = Vertx.vertx(vertxOptions());
    tradecounter.started("event loops", () -> await(vertx.close()));

    // 2. The read model, empty; one writer, any number of readers.
    World world = new World();

    // 3. Postgres, behind the path: checkpoint, contract prices, redeemed quotes, dead letters.
    Database database = tradecounter.started("Postgres", new Database(configuration.postgres()));
    targets = targetFiles.stream().map(file -> Target.of(file, database)).toList();
    DatabaseClock clock =
        tradecounter.started(
            "clock watch",
            new DatabaseClock(database, machine, configuration.clock(), readiness::object));
    CheckpointStore checkpoints = new CheckpointStore(database);
    DeadLetterStore deadLetters = new DeadLetterStore(database);
    PriceBooks books =
        tradecounter.started(
            "price books",
            new PriceBooks(world, new ContractPriceStore(database, world), configuration.prices()));
    QuoteRedemptions redemptions =
        tradecounter.started("quote redemptions", new QuoteRedemptions(database));

    PricingRules rules = configuration.prices().rules();

    // 4. The door: every event of every feed is judged here.
    Topics topics = new Topics(configuration.kafka());
    FeedDoor door = new FeedDoor(feeds, world, topics, configuration.limits().eventBytes());

    // 5. The log: appended to by the door, followed into the read model; and who hears of it.
    ChangeHub changes =
        new ChangeHub(
            world,
            configuration.stream(),
            configuration.limits().streams(),
            configuration.limits().streamsPerClient());
    changes.watch(meters.registry());
    LogAppender appender =
        tradecounter.started("log appender", new LogAppender(topics, configuration.kafka()));
    LogFollower follower =
        tradecounter.started(
            "log follower", new LogFollower(topics, world, appender, books, changes));

    // 6. What changes in the read model is written down now and then.
    Checkpointer checkpointer =
        tradecounter.started(
            "checkpointer",
            new Checkpointer(
                world, follower, books, checkpoints, configuration.checkpoint().intervalMillis()));

    // 7. The ledger: holds are decided here, written to Postgres, and followed into the read model.
    Nudges nudges = tradecounter.started("nudges", new Nudges(vertx, configuration.redis()));
    LedgerFollower ledger =
        tradecounter.started(
            "ledger follower",
            new LedgerFollower(world, database, follower, configuration.ledger().pollMillis()));
    LedgerKeeper ledgerKeeper =
        tradecounter.started(
            "ledger keeper",
            new LedgerKeeper(
                world,
                database,
                follower,
                ledger,
                () -> told(ledger, nudges),
                configuration.ledger().keepMillis()));
    Availability availability = new Availability(world, door::supply);
    LedgerDesk desk =
        tradecounter.started(
            "ledger desk",
            new LedgerDesk(database, availability, ledger, nudges::send, configuration.ledger()));
    HoldReader holds = tradecounter.started("hold reader", new HoldReader(database));

    // 8. Orders: accepted at the desk, forwarded to ERP and suppliers.
    Runnable heldChanged = () -> told(ledger, nudges);
    OrderStore orderStore = new OrderStore();
    Orders moving =
        new Orders(
            orderStore, new OrderEffects(heldChanged), configuration.orders().supplierRejection());
    OrderForwards ofForwards = new OrderForwards(moving, orderStore, heldChanged);
    ForwardStore forwards = new ForwardStore(database, node(), targets, ofForwards);
    FulfilmentKeeper fulfilment =
        tradecounter.started("fulfilment keeper", new FulfilmentKeeper(database, topics, moving));
    OrderReader orderReader =
        tradecounter.started("order reader", new OrderReader(database, orderStore));
    OrderCancelling cancelling =
        new OrderCancelling(database, forwards, moving, orderStore, heldChanged);
    Forwarder forwarder =
        tradecounter.started(
            "forwarder",
            new Forwarder(
                forwards, targets, meters.registry(), configuration.ledger().pollMillis()));
    Rerouter rerouter =
        tradecounter.started(
            "rerouter",
            new Rerouter(
                database,
                desk,
                new Rerouter.Parts(
                    world, availability, this::targetOf, forwards, orderStore, moving),
                forwarder::nudge,
                configuration.ledger().keepMillis()));
    AcceptOrder.Desk orders =
        new AcceptOrder.Desk(availability, this::targetOf, forwards, forwarder::nudge);

    // 8a. Business events: to Kafka, to those who are told by HTTP, and what runs low.
    NewsPublisher publisher =
        tradecounter.started(
            "news publisher",
            new NewsPublisher(database, appender, topics, configuration, meters.registry()));
    WebhookSender webhooks =
        tradecounter.started(
            "webhook sender",
            new WebhookSender(
                database, new EndpointExceptions(orderStore), configuration, meters.registry()));
    ThresholdWatch thresholds =
        tradecounter.started(
            "threshold watch",
            new ThresholdWatch(
                world,
                availability,
                database,
                configuration.thresholds(),
                clock,
                meters.registry()));
    changes.tell(thresholds);
    TroubleBook troubleBook = new TroubleBook(orderStore);
    Auditor auditor =
        tradecounter.started(
            "auditor",
            new Auditor(
                new Auditor.Parts(
                    node() + "/" + UUID.randomUUID(),
                    configuration.audit(),
                    database,
                    availability,
                    new LedgerComparison(world),
                    targets,
                    moving,
                    forwards,
                    troubleBook,
                    configuration.orders().supplierSilence(),
                    meters.registry(),
                    clock),
                new AuditRepairs.Parts(
                    forwards, new OrderRepairs(ofForwards), ledger, heldChanged)));

    // 9. Feeds by Kafka, and dead letters into Postgres; what operators have said of feeds.
    FeedSteering steering =
        tradecounter.started(
            "feed steering",
            new FeedSteering(database, configuration.integrity().steeringMillis()));
    FeedTopics feedTopics =
        tradecounter.started(
            "feed topics",
            new FeedTopics(door, steering, appender, topics, configuration.deliveries().limits()));
    DeadLetterKeeper deadLetterKeeper =
        tradecounter.started(
            "dead letters",
            new DeadLetterKeeper(
                deadLetters, topics, configuration.deadLetters(), meters.registry()));
    DeadLetterBook deadLetterBook = new DeadLetterBook(database);
    Replay deadLetterReplay =
        new Replay(deadLetterBook, door, appender, configuration, meters.registry());
    ReplayRound replayRound =
        tradecounter.started("replay round", new ReplayRound(deadLetters, deadLetterReplay));

    // 9a. Whole files and pages; and the files that say what the feeds are.
    DeliveryStore deliveryStore = new DeliveryStore(database);
    DeliveryKeeper deliveries =
        tradecounter.started(
            "deliveries",
            new DeliveryKeeper(
                new DeliveryKeeper.Parts(
                    database,
                    deliveryStore,
                    door,
                    world,
                    appender,
                    topics,
                    troubleBook,
                    new OrderAcknowledgements(orderStore, troubleBook),
                    configuration.deliveries())));
    Sources sources =
        tradecounter.started(
            "sources",
            new Sources(
                new Sources.Parts(
                    database,
                    deliveryStore,
                    door,
                    deliveries::nudge,
                    configuration.deliveries(),
                    clock)));
    Resends resends =
        new AskedSources(
            tradecounter.started(
                "snapshot requests", new SnapshotRequests(database, door, sources, clock)));
    FeedWatch feedWatch =
        tradecounter.started(
            "feed watch",
            new FeedWatch(
                new FeedWatch.Parts(
                    configuration.integrity(),
                    database,
                    door::feeds,
                    door::configuration,
                    FeedWorld.of(world),
                    steering,
                    troubleBook,
                    resends,
                    clock)));
    IntegrityMeters ofFeeds =
        new IntegrityMeters(meters.registry(), steering, feedTopics, feedWatch);
    FeedFiles feedFiles =
        tradecounter.started(
            "feed files",
            new FeedFiles(
                configuration,
                feeds,
                new FeedFiles.Parts(
                    door,
                    world,
                    topics,
                    () -> {
                      availability.policiesChanged();
                      meters.watchFeeds(world, door, clock);
                      ofFeeds.watch(door.feeds());
                    },
                    new FeedFileTroubles(database, troubleBook))));

    // 10. Who may ask, and what quotes are signed with.
    SigningKeys keys =
        tradecounter.started(
            "signing keys", new SigningKeys(configuration.security(), configuration.mode()));
    Tokens tokens = new Tokens(configuration.security(), keys, caller -> prefetch(books, caller));
    QuoteKeys quoteKeys = QuoteKeys.read(configuration.quotes(), configuration.mode());

    // 11. The operators' port, and what they ask of the past and of prices to come.
    LogReplay replay =
        tradecounter.started(
            "log replay", new LogReplay(topics, configuration.asOf().timeoutMillis()));
    AsOfEndPoint asOf = new AsOfEndPoint(replay, door, configuration, clock, readiness::isReady);
    ExceptionsEndPoint exceptions =
        new ExceptionsEndPoint(
            new Troubles(database, forwards, moving, forwarder::nudge),
            configuration.limits(),
            clock);
    WebhooksEndPoint webhooksAsked =
        new WebhooksEndPoint(
            new WebhookDeliveries(database, configuration.webhooks(), webhooks::nudge),
            configuration.limits());
    UnresolvedEndPoint unresolved = new UnresolvedEndPoint(forwards);
    AuditEndPoint audit = new AuditEndPoint(database, auditor.repairs());
    DeliveriesEndPoint deliveriesAsked =
        new DeliveriesEndPoint(
            database, deliveryStore, deliveries, troubleBook, configuration.limits());
    DeadLettersEndPoint lettersAsked =
        new DeadLettersEndPoint(deadLetters, deadLetterBook, deadLetterReplay, configuration);
    ReplayEndPoint replayAsked =
        new ReplayEndPoint(deadLetters, deadLetterReplay, replayRound, configuration.limits());
    FeedsEndPoint feedsAsked =
        new FeedsEndPoint(
            door, feedFiles, new FeedTrial(world, topics, configuration), configuration, clock);
    FeedStatesEndPoint feedStates =
        new FeedStatesEndPoint(
            new FeedStatesEndPoint.Parts(
                world,
                door,
                steering,
                database,
                new TopicLag(door, topics),
                feedFiles::problems,
                sources::problems,
                clock));
    FeedSteeringEndPoint feedSteering =
        new FeedSteeringEndPoint(
            new FeedSteeringEndPoint.Parts(
                door,
                steering,
                feedStates,
                feedWatch,
                resends,
                new DeliveryRewind(database),
                deliveries,
                configuration.limits(),
                clock));
    WhatIfEndPoint whatIf =
        tradecounter.started(
            "what-if",
            new WhatIfEndPoint(
                new WhatIfEndPoint.Parts(
                    configuration,
                    world,
                    door,
                    follower,
                    books,
                    rules,
                    changes::progress,
                    clock,
                    readiness::isReady)));
    await(
        vertx.deployVerticle(
            new ManagementVerticle(
                new ManagementVerticle.Parts(
                    configuration,
                    world,
                    follower,
                    List.of(
                        new Vital("the log follower", follower::isAlive),
                        new Vital("the contract writer", books::isAlive),
                        new Vital("the checkpointer", checkpointer::isAlive),
                        new Vital("the feed topics' carrier", feedTopics::isAlive),
                        new Vital("the dead-letter keeper", deadLetterKeeper::isAlive),
                        new Vital("the delivery keeper", deliveries::isAlive),
                        new Vital("the sources' watch", sources::isAlive),
                        new Vital("the feed files' watch", feedFiles::isAlive),
                        new Vital("the feed steering", steering::isAlive),
                        new Vital("the feed watch", feedWatch::isAlive),
                        new Vital("the ledger follower", ledger::isAlive),
                        new Vital("the ledger keeper", ledgerKeeper::isAlive),
                        new Vital("the ledger desk", desk::isAlive),
                        new Vital("the forwarder", forwarder::isAlive),
                        new Vital("the rerouter", rerouter::isAlive),
                        new Vital("the auditor", auditor::isAlive),
                        new Vital("the fulfilment keeper", fulfilment::isAlive),
                        new Vital("the news publisher", publisher::isAlive),
                        new Vital("the webhook sender", webhooks::isAlive),
                        new Vital("the threshold watch", thresholds::isAlive),
                        new Vital("the clock watch", clock::isAlive)),
                    tokens,
                    meters,
                    readiness,
                    clock,
                    List.of(
                        new Question(HttpMethod.GET, "/ops/exceptions", exceptions::list),
                        new Question(
                            HttpMethod.POST,
                            "/ops/exceptions/:exception/assign",
                            exceptions::assign),
                        new Question(
                            HttpMethod.POST,
                            "/ops/exceptions/:exception/resolve",
                            exceptions::resolve),
                        new Question(HttpMethod.GET, "/ops/webhooks", webhooksAsked::list),
                        new Question(
                            HttpMethod.POST,
                            "/ops/webhooks/:endpoint/replay",
                            webhooksAsked::replay),
                        new Question(HttpMethod.GET, "/ops/orders/unresolved", unresolved::list),
                        new Question(HttpMethod.GET, "/ops/dead-letters", lettersAsked::list),
                        new Question(
                            HttpMethod.POST, "/ops/dead-letters/replay", replayAsked::replayAll),
                        new Question(
                            HttpMethod.GET, "/ops/dead-letters/:letter", lettersAsked::show),
                        new Question(
                            HttpMethod.PATCH, "/ops/dead-letters/:letter", lettersAsked::edit),
                        new Question(
                            HttpMethod.POST,
                            "/ops/dead-letters/:letter/replay",
                            replayAsked::replay),
                        new Question(
                            HttpMethod.POST,
                            "/ops/dead-letters/:letter/dismiss",
                            lettersAsked::dismiss),
                        new Question(HttpMethod.GET, "/ops/deliveries", deliveriesAsked::list),
                        new Question(
                            HttpMethod.GET, "/ops/quarantine", deliveriesAsked::quarantine),
                        new Question(
                            HttpMethod.POST,
                            "/ops/quarantine/:delivery/release",
                            deliveriesAsked::release),
                        new Question(
                            HttpMethod.POST,
                            "/ops/quarantine/:delivery/reject",
                            deliveriesAsked::reject),
                        new Question(HttpMethod.POST, "/ops/feeds/try", feedsAsked::tryText),
                        new Question(HttpMethod.POST, "/ops/feeds/reload", feedsAsked::reload),
                        new Question(HttpMethod.POST, "/ops/feeds/:feed/try", feedsAsked::tryInUse),
                        new Question(HttpMethod.GET, "/ops/feeds", feedStates::list),
                        new Question(HttpMethod.GET, "/ops/feeds/:feed", feedStates::show),
                        new Question(
                            HttpMethod.POST, "/ops/feeds/:feed/pause", feedSteering::pause),
                        new Question(
                            HttpMethod.POST, "/ops/feeds/:feed/resume", feedSteering::resume),
                        new Question(
                            HttpMethod.POST, "/ops/feeds/:feed/rewind", feedSteering::rewind),
                        new Question(
                            HttpMethod.POST, "/ops/feeds/:feed/snapshot", feedSteering::snapshot),
                        new Question(HttpMethod.GET, "/ops/audit", audit::show),
                        new Question(HttpMethod.POST, "/ops/audit/:finding/repair", audit::repair),
                        new Question(HttpMethod.GET, "/ops/availability/:item", asOf),
                        new Question(HttpMethod.POST, "/ops/prices/what-if", whatIf)),
                    managementExtension))),
        "management.port",
        configuration.management().port());

    // 12. The storefront port: one verticle for each event loop.
    var storefront =
        new StorefrontVerticle.Parts(
            configuration,
            world,
            door,
            steering,
            appender,
            topics,
            books,
            rules,
            quoteKeys,
            redemptions,
            desk,
            holds,
            orders,
            cancelling,
            orderReader,
            new FilesEndPoint(door, steering, deliveryStore, deliveries, configuration, clock),
            new EncodedAnswers(configuration.availability().encodedBytes()),
            changes,
            tokens,
            meters.registry(),
            clock,
            readiness::isReady);
    await(
        vertx.deployVerticle(
            () -> new StorefrontVerticle(storefront),
            new DeploymentOptions()
                .setInstances(eventLoops())
                .setThreadingModel(ThreadingModel.EVENT_LOOP)),
        "http.port",
        configuration.http().port());
    tradecounter.started("streams", changes);
    watch(meters, vertx, world, door, clock);
    ofFeeds.watch(door.feeds());
    meters.watchLog(world, follower, appender, books, checkpointer);
    meters.watchLedger(desk, nudges, fulfilment);
    meters.watchClock(clock);

    // 13. Take up what was written down, then follow the log to its end: only then is it ready.
    tradecounter.started("start-up", closing::countDown);
    Thread.ofPlatform()
        .name("start-up")
        .start(
            () -> {
              try {
                takeUp(world, database, clock, checkpoints, topics);
                retry("what operators have said of feeds", steering::look);
                steering.start();
                changes.listen();
                books.start();
                follower.start();
                deadLetterKeeper.start();
                await(
                    follower.caughtUp(),
                    () -> "following the log: " + follower.applied() + " of " + follower.toApply());
                ledger.start();
                await(ledger.caughtUp(), () -> "taking up what is held");
                nudges.listen(ledger::nudge);
                desk.start();
                ledgerKeeper.start();
                forwarder.start();
                fulfilment.start();
                publisher.start();
                webhooks.start();
                thresholds.start();
                rerouter.start();
                auditor.start();
                checkpointer.start();
                feedTopics.start();
                deliveries.start();
                sources.start();
                feedFiles.start();
                feedWatch.start();
                readiness.ready();
                tradecounter.ready().complete(null);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (ExecutionException | RuntimeException e) {
                LOG.error("the start failed", e);
                readiness.failed(String.valueOf(e.getMessage()));
                tradecounter.ready().completeExceptionally(e);
              }
            });
  }

  /** A supplier that is no target of its own is served by the common one, or by the ERP. */
  private String targetOf(SourceKey source) {
    List<String> names = targets.stream().map(Target::name).toList();
    return source.kind() == Network.Source.Kind.LOCATION
        ? ERP
        : names.contains(source.key()) ? source.key() : names.contains(SUPPLIERS) ? SUPPLIERS : ERP;
  }

  /** Told of each claim: who reads the trace finds the log of that process. */
  private static String node() {
    return ProcessHandle.current().pid() + "@" + System.getenv().getOrDefault("HOSTNAME", "node");
  }

  /** What is committed beside the desk: this node hears of it as the others do. */
  private static void told(LedgerFollower ledger, Nudges nudges) {
    ledger.nudge();
    nudges.send();
  }

  /** Whoever comes with a token of his own will soon ask for his prices. */
  private static void prefetch(PriceBooks books, Caller caller) {
    if (caller.may(Caller.PRICES_READ) && !caller.customer().isEmpty()) {
      books.prefetch(caller.customer());
    }
  }

  private void takeUp(
      World world,
      Database database,
      DatabaseClock clock,
      CheckpointStore checkpoints,
      Topics topics)
      throws InterruptedException {
    retry("Postgres", database::migrate);
    retry("the time", clock::look);
    clock.start();
    retry(
        "the checkpoint",
        () ->
            checkpoints.restore(
                world, count -> readiness.phase("taking up the checkpoint: " + count)));
    retry("Kafka", () -> topics.create(feeds.stream().map(FeedConfiguration::feed).toList()));
  }

  /** Something that may not be there yet. */
  private interface Attempt {
    void run() throws SQLException, ExecutionException, TimeoutException, InterruptedException;
  }

  private void retry(String what, Attempt attempt) throws InterruptedException {
    for (boolean first = true; ; first = false) {
      try {
        readiness.phase("waiting for " + what);
        attempt.run();
        return;
      } catch (SQLException | FlywayException | ExecutionException | TimeoutException e) {
        if (first) {
          LOG.warn("{} is not there yet, trying again: {}", what, e.toString());
        }
        if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new InterruptedException("closed while waiting for " + what);
        }
      }
    }
  }

  private void await(CompletableFuture<Void> caughtUp, Supplier<String> phase)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        caughtUp.get(200, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        readiness.phase(phase.get());
        if (closing.getCount() == 0) {
          throw new InterruptedException("closed while " + phase.get());
        }
      }
    }
  }

  private void watch(Meters meters, Vertx vertx, World world, FeedDoor door, InstantSource clock) {
    meters.watchFeeds(world, door, clock);
    for (int loop = 0; loop < eventLoops(); loop++) {
      Context context = vertx.getOrCreateContext();
      meters.watchEventLoop(vertx, context, loop);
    }
  }

  private int eventLoops() {
    int configured = configuration.http().eventLoops();
    return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
  }

  private VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(eventLoops())
        .setWorkerPoolSize(4)
        .setPreferNativeTransport(true)
        .setMaxEventLoopExecuteTime(50)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
        .setBlockedThreadCheckInterval(100)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS);
  }

  private static void await(Future<?> deployment, String setting, int port) {
    try {
      await(deployment);
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof java.net.BindException) {
        throw new PortTakenException(
            "port " + port + " is in use: stop whoever has it, or set " + setting + " to another",
            e);
      }
      throw e;
    }
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("an event loop does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
