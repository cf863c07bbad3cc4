package tradecounter.loadtest.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import tradecounter.embedded.EmbeddedStartException;
import tradecounter.embedded.Ports;
import tradecounter.loadtest.embedded.EmbeddedTradecounter;

/** The service under load, with servers of its own on a fresh folder: a program for a child. */
public final class ServiceJvm {
  private static final int EXIT_UNUSABLE = 2;
  static final String SCOPES = "availability:read prices:read customers:any feeds:write";

  private ServiceJvm() {}

  /** Argument: the data folder. Says its address and a token when it is ready. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment =
        Map.of(
            "TRADECOUNTER_HTTP_PORT", String.valueOf(Ports.free()),
            "TRADECOUNTER_MANAGEMENT_PORT", String.valueOf(Ports.free()),
            "TRADECOUNTER_SANDBOX_PORT", String.valueOf(Ports.free()));
    try {
      EmbeddedTradecounter embedded =
          EmbeddedTradecounter.start(
              new EmbeddedTradecounter.Options(
                  Path.of(arguments[0]).toAbsolutePath(), true, environment),
              line -> System.out.println("load: " + line));
      // Also for a Ctrl-C, which does not reach the servers.
      Runtime.getRuntime().addShutdownHook(new Thread(embedded::close, "shutdown"));
      ChildJvm.sayReady(embedded.service() + " " + embedded.token(SCOPES, ""));
      ChildJvm.awaitEnd();
      System.exit(0);
    } catch (EmbeddedStartException e) {
      System.out.println("load: " + e.getMessage());
      System.exit(EXIT_UNUSABLE);
    }
  }
}
