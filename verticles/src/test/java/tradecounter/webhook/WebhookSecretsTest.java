package tradecounter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.configuration.ConfigurationException;

/** Signatures as Standard Webhooks says, and secrets that are none. */
class WebhookSecretsTest {
  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  /** The example of the reference libraries. */
  @Test
  void signsAsTheReferenceLibrariesDo() throws IOException {
    WebhookSecrets secrets =
        WebhookSecrets.read("crm", List.of(file("a", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")));
    assertThat(
            secrets.signatures(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}".getBytes(UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signsWithEverySecretWhileOneIsChanged() throws IOException {
    String first = file("a", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    String second = file("b", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    byte[] body = "{}".getBytes(UTF_8);
    String both = WebhookSecrets.read("crm", List.of(first, second)).signatures("id", 1, body);
    assertThat(both)
        .isEqualTo(
            WebhookSecrets.read("crm", List.of(first)).signatures("id", 1, body)
                + " "
                + WebhookSecrets.read("crm", List.of(second)).signatures("id", 1, body));
    assertThat(both.split(" ", -1)).doesNotHaveDuplicates().hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8I",
        "whsec_not Base64 at all, and rather long",
        "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void refusesWhatIsNoSecret(String text) throws IOException {
    String file = file("a", text);
    assertThatThrownBy(() -> WebhookSecrets.read("crm", List.of(file)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file)
        .hasMessageContaining("crm");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> WebhookSecrets.read("crm", List.of(folder.resolve("none").toString())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none");
  }
}
