package tradecounter.configuration;

import static tradecounter.configuration.ConfigurationException.require;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import tradecounter.engine.forward.ForwardPolicy;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;

/**
 * One file of {@code config/targets}: an ERP or a supplier that orders are sent to. What a file may
 * leave out is in {@code config/target-defaults.yaml}.
 *
 * @param erpClass what it does with the same order sent twice
 * @param ordered whether orders of one customer reference go one after the other
 * @param parallel how many are sent at once, by one node
 * @param leaseMillis how long a node may work on one before another takes over
 * @param settleMillis so long after the last byte it may still take an order, or not show it yet
 * @param answerWithinMillis so long after it took one it may say nothing; 0 if it need not answer
 */
public record TargetConfiguration(
    String target,
    ErpClass erpClass,
    boolean ordered,
    int parallel,
    int leaseMillis,
    int settleMillis,
    long answerWithinMillis,
    Retry retry,
    Breaker breaker,
    Adapter adapter) {

  /** What a target may be called; its file is named after it. */
  static final String NAME = "[a-z][a-z0-9-]{0,31}";

  /** See {@link ForwardPolicy}. */
  public record Retry(
      int firstBackoffMillis, int maximumBackoffMillis, int budgetTries, long budgetMillis) {
    public Retry {
      require(firstBackoffMillis >= 1, "retry.firstBackoffMillis must be at least 1");
      require(
          maximumBackoffMillis >= firstBackoffMillis,
          "retry.maximumBackoffMillis must not be below retry.firstBackoffMillis");
      require(budgetTries >= 1, "retry.budgetTries must be at least 1");
      require(budgetMillis >= 1, "retry.budgetMillis must be at least 1");
    }
  }

  /**
   * When to leave a target in peace.
   *
   * @param calls the last so many are looked at
   * @param failurePercent of them, and nothing is sent
   * @param openMillis for so long
   */
  public record Breaker(int calls, int failurePercent, int openMillis) {
    public Breaker {
      require(calls >= 1 && calls <= 1_000, "breaker.calls must be 1 to 1000");
      require(
          failurePercent >= 1 && failurePercent <= 100, "breaker.failurePercent must be 1 to 100");
      require(openMillis >= 1, "breaker.openMillis must be at least 1");
    }
  }

  /** How to speak with it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Rest.class, name = "REST"),
    @JsonSubTypes.Type(value = Session.class, name = "SESSION"),
    @JsonSubTypes.Type(value = Folder.class, name = "FILE"),
    @JsonSubTypes.Type(value = X12File.class, name = "X12_FILE")
  })
  public sealed interface Adapter {
    /** How long one order may take at most, if everything takes as long as it may. */
    long longestMillis();
  }

  /**
   * One call makes an order. The mappings of answers get {@code {"reference", "status", "text",
   * "body"}}, the body only if it is JSON.
   *
   * @param refusal gives {@code {"code", "reason"}} if the answer to a create is a definite refusal
   * @param orderNumber gives the number if the order was taken
   * @param found gives the list of numbers if the answer to a look-up can be believed; not asked in
   *     class C
   */
  public record Rest(
      String url,
      int connectMillis,
      int timeoutMillis,
      Call create,
      Mapping refusal,
      Mapping orderNumber,
      Call lookUp,
      Mapping found)
      implements Adapter {
    public Rest {
      requireUrl(url);
      requireTimes(connectMillis, timeoutMillis);
    }

    @Override
    public long longestMillis() {
      return (long) connectMillis + timeoutMillis;
    }
  }

  /**
   * A request. Its mappings get {@code {"forwardId"}}, that of the body of a create the order
   * document.
   *
   * @param path gives what comes after the address
   * @param headers give a text each
   * @param body gives what is sent as JSON; for a look-up maybe nothing, and there is no body
   */
  public record Call(String method, Mapping path, Map<String, Mapping> headers, Mapping body) {
    public Call {
      require(method.matches("[A-Z]{3,10}"), "method must be one such as POST");
      headers = Map.copyOf(headers);
    }
  }

  /**
   * An ERP with sessions: log in, make a draft, have it quoted, acknowledge its warnings, confirm.
   *
   * @param draft gives the body of the draft from the order document
   */
  public record Session(
      String url, int connectMillis, int timeoutMillis, String user, String password, Mapping draft)
      implements Adapter {
    /** Log in, draft, quote, acknowledge, confirm; and log in again in the middle. */
    private static final int CALLS = 6;

    public Session {
      requireUrl(url);
      requireTimes(connectMillis, timeoutMillis);
      require(!user.isBlank(), "user must not be empty");
    }

    @Override
    public long longestMillis() {
      return (long) CALLS * (connectMillis + timeoutMillis);
    }
  }

  /**
   * A file for each order.
   *
   * @param suffix of its name, after the forward's
   * @param content gives what is written as JSON
   */
  public record Folder(String folder, String suffix, Mapping content) implements Adapter {
    private static final long LONGEST_MILLIS = 1_000;

    public Folder {
      require(!folder.isBlank(), "folder must not be empty");
      require(suffix.matches("[A-Za-z0-9._-]{0,32}"), "suffix must be one such as .json");
    }

    public Path path() {
      return Path.of(folder);
    }

    @Override
    public long longestMillis() {
      return LONGEST_MILLIS;
    }
  }

  /**
   * A file of X12 for each order: an interchange of one transaction set, numbered once for each
   * order.
   *
   * @param suffix of its name, after the forward's
   * @param version of the envelope, ISA12
   * @param groupVersion of the transaction set, GS08
   * @param delimiters between elements, between components, after segments: {@code *>~}
   * @param test whether ISA15 says that it is one
   * @param content gives its segments from the order document, without the envelopes: {@code
   *     [["BEG", "00", "SA"], ["CTT", "1"]]}; a list in place of a text is an element of components
   */
  public record X12File(
      String folder,
      String suffix,
      X12Party sender,
      X12Party receiver,
      String version,
      String groupVersion,
      String delimiters,
      boolean test,
      Mapping content)
      implements Adapter {
    /** Postgres may have to be waited for. */
    private static final long LONGEST_MILLIS = 20_000;

    public X12File {
      require(!folder.isBlank(), "folder must not be empty");
      require(suffix.matches("[A-Za-z0-9._-]{0,32}"), "suffix must be one such as .edi");
      require(version.matches("00[2-7][0-9]{2}"), "version must be one such as 00401");
      require(
          groupVersion.matches("00[4-8][0-9]{3}[A-Z0-9]{0,6}"),
          "groupVersion must be one such as 004010");
      require(
          delimiters.matches("[!-/:-@\\[-`{-~]{3}")
              && delimiters.chars().distinct().count() == delimiters.length()
              && delimiters.indexOf('^') < 0,
          "delimiters must be three different ones such as *>~, and none of them ^");
    }

    @Override
    public long longestMillis() {
      return LONGEST_MILLIS;
    }
  }

  /**
   * We or a partner.
   *
   * @param qualifier what kind of name {@code id} is: {@code ZZ}
   * @param id in ISA
   * @param application in GS
   */
  public record X12Party(String qualifier, String id, String application) {
    public X12Party {
      require(qualifier.matches("[A-Z0-9]{2}"), "qualifier must be one such as ZZ");
      require(
          id.matches("[A-Za-z0-9]([A-Za-z0-9 .&/-]{0,13}[A-Za-z0-9])?"),
          "id must be 1 to 15 characters");
      require(
          application.matches("[A-Za-z0-9][A-Za-z0-9 .&/-]{0,13}[A-Za-z0-9]"),
          "application must be 2 to 15 characters");
    }
  }

  public TargetConfiguration {
    require(target.matches(NAME), "target must be a name such as 'erp'");
    require(parallel >= 1 && parallel <= 1_000, "parallel must be 1 to 1000");
    require(settleMillis >= 0, "settleMillis must not be negative");
    require(answerWithinMillis >= 0, "answerWithinMillis must not be negative");
    require(
        leaseMillis > adapter.longestMillis(),
        "leaseMillis must be above "
            + adapter.longestMillis()
            + ", the longest that adapter's time-outs let one order take");
    require(
        switch (adapter) {
          case Rest _ -> true;
          case Session _ -> erpClass != ErpClass.C;
          case Folder _, X12File _ -> erpClass == ErpClass.C;
        },
        "erpClass must be C for a FILE or an X12_FILE and A or B for a SESSION");
  }

  /** The same for the engine. */
  public ForwardPolicy policy() {
    return new ForwardPolicy(
        erpClass,
        settleMillis,
        retry.firstBackoffMillis(),
        retry.maximumBackoffMillis(),
        retry.budgetTries(),
        retry.budgetMillis());
  }

  private static void requireUrl(String url) {
    boolean absolute;
    try {
      URI uri = URI.create(url);
      absolute = uri.getHost() != null && uri.getScheme().matches("https?");
    } catch (IllegalArgumentException e) {
      absolute = false;
    }
    require(absolute && !url.endsWith("/"), "url must be one such as http://erp.example.com:8080");
  }

  private static void requireTimes(int connectMillis, int timeoutMillis) {
    require(connectMillis >= 1, "connectMillis must be at least 1");
    require(timeoutMillis >= 1, "timeoutMillis must be at least 1");
  }
}
