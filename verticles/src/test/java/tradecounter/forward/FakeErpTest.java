package tradecounter.forward;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.configuration.Mapping;
import tradecounter.configuration.TargetConfiguration.Folder;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.FaultKind;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.engine.journey.FakeErp;
import tradecounter.engine.journey.FakeErp.Fault;
import tradecounter.engine.journey.FakeErp.Memory;
import tradecounter.engine.journey.FakeErp.Reply;
import tradecounter.forward.ErpAdapter.Content;
import tradecounter.forward.ErpAdapter.LookedUp;
import tradecounter.forward.ErpAdapter.Sent;

/**
 * The ERP of the simulation is what the adapters meet: the same requests with the same faults are
 * answered alike, and leave the same orders.
 */
@Timeout(value = 2, unit = MINUTES)
final class FakeErpTest {
  private static final int REQUESTS = 120;
  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final List<String> REFERENCES = List.of("O-1", "O-2", "O-3", "O-4");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(value = ErpClass.class, names = "SESSION", mode = EnumSource.Mode.EXCLUDE)
  void answersAsTheRecordingErpDoes(ErpClass erpClass) throws IOException {
    Random random = new Random(7);
    FakeErp fake = new FakeErp("SO-", erpClass == ErpClass.A ? Memory.KEY : Memory.NONE);
    try (RecordingErp real = new RecordingErp(erpClass, 0).start();
        ForwardFixture fixture = new ForwardFixture(folder)) {
      Target target = fixture.target("erp", ForwardFixture.erp(erpClass.name(), real.port()));
      try (ErpAdapter adapter = target.adapter()) {
        for (int i = 0; i < REQUESTS; i++) {
          String reference = REFERENCES.get(random.nextInt(REFERENCES.size()));
          // A caller that mixes up its keys is told so.
          String key =
              random.nextInt(10) == 0
                  ? REFERENCES.get(random.nextInt(REFERENCES.size()))
                  : reference;
          Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
          misbehave(real, fault);
          Buffer bytes = bytes(adapter, reference);
          String what = "request %s: %s under key %s, %s".formatted(i, reference, key, fault);
          assertThat(text(adapter.create(key, bytes, () -> true)))
              .as(what)
              .isEqualTo(text(fake.create(key, reference, bytes.toString(), fault, i)));
          real.behave();
          if (erpClass != ErpClass.C) {
            assertThat(adapter.lookUp(reference))
                .as(what)
                .isEqualTo(new LookedUp.Found(fake.lookUp(reference, i)));
          }
        }
      }
      assertThat(real.orders())
          .extracting(order -> order.number() + " " + order.externalReference())
          .isEqualTo(
              fake.orders().stream().map(made -> made.number() + " " + made.reference()).toList());
    }
  }

  private static void misbehave(RecordingErp real, Fault fault) {
    switch (fault) {
      case NONE -> real.behave();
      case ERROR_BEFORE_COMMIT -> misbehave(real, FaultKind.ERROR_BEFORE_COMMIT);
      case ERROR_AFTER_COMMIT -> misbehave(real, FaultKind.ERROR_AFTER_COMMIT);
      case DROP_BEFORE_COMMIT -> misbehave(real, FaultKind.DROP_BEFORE_COMMIT);
      case DROP_AFTER_COMMIT -> misbehave(real, FaultKind.DROP_AFTER_COMMIT);
      case GARBLED -> misbehave(real, FaultKind.GARBLED);
      case REJECT -> misbehave(real, FaultKind.REJECT);
      case DUPLICATE -> misbehave(real, FaultKind.DUPLICATE);
    }
  }

  private static void misbehave(RecordingErp real, FaultKind kind) {
    real.misbehave(tradecounter.embedded.erp.Fault.of(kind).next(1));
  }

  private static Buffer bytes(ErpAdapter adapter, String reference) {
    return switch (adapter.content(ForwardFixture.order(reference, "erp", "C-1").document())) {
      case Content.Bytes(Buffer bytes) -> bytes;
      case Content.Unfit(String detail) -> throw new AssertionError(detail);
    };
  }

  private static String text(Sent sent) {
    return switch (sent) {
      case Sent.Acknowledged(String number) -> "taken as " + number;
      case Sent.Refused refused -> "refused: " + refused.refusal().code();
      case Sent.NotSent(String detail) -> "not sent: " + detail;
      case Sent.Unknown _ -> "unknown";
    };
  }

  private static String text(Reply reply) {
    return switch (reply) {
      case Reply.Taken(String number) -> "taken as " + number;
      case Reply.Refused(String code) -> "refused: " + code;
      case Reply.ServerError _, Reply.Nothing _, Reply.Garbled _ -> "unknown";
    };
  }

  /** Class C as the forwarder uses it: what is written again is the same file. */
  @Test
  void remembersBytesAsAFolderDoes() throws IOException {
    Random random = new Random(7);
    FakeErp fake = new FakeErp("F-", Memory.BYTES);
    FileAdapter adapter =
        new FileAdapter(new Folder(folder.toString(), ".json", Mapping.of("{\"id\": forwardId}")));
    for (int i = 0; i < REQUESTS; i++) {
      String reference = REFERENCES.get(random.nextInt(REFERENCES.size()));
      Buffer bytes = bytes(adapter, reference);
      assertThat(adapter.create(reference, bytes, () -> true))
          .isInstanceOf(Sent.Acknowledged.class);
      assertThat(fake.create(reference, reference, bytes.toString(), Fault.NONE, i))
          .isInstanceOf(Reply.Taken.class);
      try (Stream<Path> there = Files.list(folder)) {
        assertThat(there.map(file -> file.getFileName().toString()).sorted())
            .isEqualTo(
                fake.orders().stream().map(made -> made.reference() + ".json").sorted().toList());
      }
    }
  }
}
