package tradecounter.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.engine.canonical.ObjectKind.Topic;
import tradecounter.engine.state.LogPosition.Lane;

/** How far the log is applied, as one short text. */
class LogProgressTest {
  private static LogProgress read(String text) {
    return LogProgress.parse(text).orElseThrow();
  }

  @Test
  void isWrittenByTopicAndPartition() {
    List<Lane> lanes = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      lanes.add(new Lane(topic, 1));
      lanes.add(new Lane(topic, 0));
    }
    LogProgress progress =
        LogProgress.of(
            lanes, lane -> lane.partition() + (lane.topic() == Topic.INVENTORY ? 10 : 0));
    assertThat(progress).hasToString("c0.1-i10.11-p0.1-f0.1");
    assertThat(read("c0.1-i10.11-p0.1-f0.1")).isEqualTo(progress);
    assertThat(progress.size()).isEqualTo(8);
    int inventory = progress.index(new Lane(Topic.INVENTORY, 1));
    assertThat(progress.next(inventory)).isEqualTo(11);
  }

  /** They are told apart by their first letters. */
  @Test
  void noTwoTopicsBeginWithOneLetter() {
    assertThat(Stream.of(Topic.values()).map(topic -> topic.name().charAt(0)).distinct())
        .hasSameSizeAs(Topic.values());
  }

  @ParameterizedTest
  @CsvSource({
    "c1.2-i3.4-p5-f6, c1.2-i3.4-p5-f6, true",
    "c1.2-i3.5-p5-f6, c1.2-i3.4-p5-f6, true",
    "c1.1-i3.5-p5-f6, c1.2-i3.4-p5-f6, false",
    "c1.2-i3.4-p5-f6, c1.2-i3.4-p6-f6, false",
    "c1-i2.3.4-p5-f6, c1.2-i3.4-p5-f6, false"
  })
  void reachesWhatHasAppliedNoMoreInAnyPartition(String one, String other, boolean reaches) {
    assertThat(read(one).reaches(read(other))).isEqualTo(reaches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c",
        "c-i-p-f",
        "c1-i2",
        "c1-i2-p3-x4",
        "i1-c2-p3-f6",
        "c1-i2-p",
        "c1-i2-p3.-f6",
        "c1-i2-p.3-f6",
        "c1-i2-p-3",
        "c1-i2-p3 ",
        "c1-i2-p3.1234567890123456789-f6",
        "C1-i2-p3-f6"
      })
  void whatIsNoneIsRecognised(String text) {
    assertThat(LogProgress.parse(text)).isEmpty();
  }

  @Test
  void aLongOneIsNoMatter() {
    String many = Stream.generate(() -> "7").limit(1_024).collect(Collectors.joining("."));
    assertThat(read("c" + many + "-i" + many + "-p" + many + "-f" + many).size())
        .isEqualTo(4 * 1_024);
    assertThat(LogProgress.parse("c1-i2-p" + "3".repeat(70_000) + "-f1")).isEmpty();
  }
}
