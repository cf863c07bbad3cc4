package tradecounter.configuration;

import static tradecounter.configuration.ConfigurationException.require;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.Map;

/**
 * How the deliveries of a feed come. Whatever it is, they may also be pushed: events by HTTP and
 * into the feed's own topic, whole files by HTTP.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Transport.Push.class, name = "PUSH"),
  @JsonSubTypes.Type(value = Transport.Kafka.class, name = "KAFKA"),
  @JsonSubTypes.Type(value = Transport.Folder.class, name = "FOLDER"),
  @JsonSubTypes.Type(value = Transport.Rest.class, name = "REST"),
  @JsonSubTypes.Type(value = Transport.Jdbc.class, name = "JDBC")
})
public sealed interface Transport {
  /** The source comes to us. */
  record Push() implements Transport {}

  /**
   * A topic that the source names, in the same cluster as ours; a delivery is a record.
   *
   * @param topic behind our prefix, if topics have one here
   */
  record Kafka(String topic) implements Transport {
    public Kafka {
      require(
          topic.matches("[a-zA-Z0-9._-]{1,200}"), "transport.topic must be the name of a topic");
    }
  }

  /**
   * A folder that somebody fills.
   *
   * @param folder looked into, not below it; what was taken is moved to its folder {@code archive}
   * @param names pattern of the files that are taken, with {@code *} and {@code ?}; names that
   *     begin with a dot or end in {@code .tmp}, {@code .part} or {@code .filepart} never are
   * @param settleMillis a file is complete that has not changed for so long
   * @param marker a file is complete when one of the same name and this ending is there, such as
   *     {@code .done}; empty: when it has settled
   * @param everyMillis how often to look
   * @param acknowledgements where answers to EDI go; empty: the folder {@code acknowledgements} in
   *     it
   */
  record Folder(
      String folder,
      String names,
      long settleMillis,
      String marker,
      long everyMillis,
      String acknowledgements)
      implements Transport {
    public Folder {
      require(!folder.isBlank(), "transport.folder must be given");
      require(!names.isBlank(), "transport.names must be a pattern such as *.csv");
      require(settleMillis >= 0, "transport.settleMillis must not be negative");
      requireEvery(everyMillis);
    }
  }

  /**
   * Pages that are asked for by HTTP.
   *
   * @param url of the first page; {@code {cursor}} in it stands for the cursor, escaped
   * @param headers sent with each request
   * @param next gives the address of the next page from {@code {"body", "headers", "url"}}; nothing
   *     if there is none
   * @param cursor gives the cursor of the next time from the same; nothing: it stays
   * @param firstCursor where to begin, and to begin anew
   * @param everyMillis from the last page of one round to the first of the next
   * @param pageBytes that a page may have
   */
  record Rest(
      String url,
      Map<String, String> headers,
      Authorization authorization,
      Mapping next,
      Mapping cursor,
      String firstCursor,
      long everyMillis,
      int connectMillis,
      int timeoutMillis,
      int pageBytes)
      implements Transport {
    public Rest {
      headers = Map.copyOf(headers);
      requireUrl("transport.url", url.replace("{cursor}", ""));
      requireEvery(everyMillis);
      require(connectMillis >= 1, "transport.connectMillis must be at least 1");
      require(timeoutMillis >= 1, "transport.timeoutMillis must be at least 1");
      require(pageBytes >= 1, "transport.pageBytes must be at least 1");
    }
  }

  /**
   * Rows that are asked for by SQL; each row is a record, with its columns by their names.
   *
   * @param url of JDBC; its driver has to be in the folder {@code lib}
   * @param passwordFile empty if none is needed
   * @param query {@code :cursor} in it stands for the cursor, as a parameter that is a text
   * @param cursor the column whose last value is the cursor of the next time; empty for none
   * @param firstCursor where to begin, and to begin anew
   */
  record Jdbc(
      String url,
      String user,
      String passwordFile,
      String query,
      String cursor,
      String firstCursor,
      long everyMillis,
      int timeoutMillis)
      implements Transport {
    public Jdbc {
      require(url.startsWith("jdbc:"), "transport.url must begin with jdbc:");
      require(!query.isBlank(), "transport.query must be given");
      require(
          query.contains(":cursor") == !cursor.isEmpty(),
          "transport.cursor must name a column if transport.query has :cursor, else be left out");
      requireEvery(everyMillis);
      require(timeoutMillis >= 1, "transport.timeoutMillis must be at least 1");
    }
  }

  /** How we say who we are. Secrets are in files, each alone in its file. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Authorization.None.class, name = "NONE"),
    @JsonSubTypes.Type(value = Authorization.Basic.class, name = "BASIC"),
    @JsonSubTypes.Type(value = Authorization.Bearer.class, name = "BEARER"),
    @JsonSubTypes.Type(value = Authorization.ClientCredentials.class, name = "CLIENT_CREDENTIALS")
  })
  sealed interface Authorization {
    /** Not at all. */
    record None() implements Authorization {}

    /** RFC 7617. */
    record Basic(String user, String passwordFile) implements Authorization {}

    /** A token that does not end. */
    record Bearer(String tokenFile) implements Authorization {}

    /** RFC 6749, section 4.4: a token is fetched, and again before it ends. */
    record ClientCredentials(String tokenUrl, String clientId, String secretFile, String scope)
        implements Authorization {
      public ClientCredentials {
        requireUrl("authorization.tokenUrl", tokenUrl);
      }
    }
  }

  private static void requireEvery(long everyMillis) {
    require(everyMillis >= 10, "transport.everyMillis must be at least 10");
  }

  private static void requireUrl(String key, String url) {
    boolean usable;
    try {
      URI uri = new URI(url.replaceAll("[ '{}$]", "_"));
      usable =
          uri.getHost() != null
              && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (java.net.URISyntaxException e) {
      usable = false;
    }
    require(usable, key + " must be an http or https address, not '" + url + "'");
  }
}
