package tradecounter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How long to wait after which attempt. */
class RetryScheduleTest {
  private final RetrySchedule schedule = new RetrySchedule(List.of(1_000L, 60_000L));

  @Test
  void waitsAtMostAsLongAsTheScheduleSays() {
    assertThat(schedule.after(1, 0, bound -> bound - 1)).hasValue(1_000);
    assertThat(schedule.after(2, 0, bound -> bound - 1)).hasValue(60_000);
  }

  @Test
  void waitsAnythingBelow() {
    assertThat(schedule.after(2, 0, _ -> 0)).hasValue(1);
    assertThat(schedule.after(2, 0, bound -> bound / 2)).hasValue(30_001);
  }

  @Test
  void givesUpAfterTheLast() {
    assertThat(schedule.after(3, 0, _ -> 0)).isEmpty();
    assertThat(new RetrySchedule(List.of()).after(1, 0, _ -> 0)).isEmpty();
  }

  @Test
  void respectsWhatTheEndpointAsksForWithinReason() {
    assertThat(schedule.after(1, 5_000, _ -> 0)).hasValue(5_000);
    assertThat(schedule.after(1, 5_000_000, _ -> 0)).hasValue(60_000);
    assertThat(schedule.after(2, 5_000, bound -> bound - 1)).hasValue(60_000);
  }
}
