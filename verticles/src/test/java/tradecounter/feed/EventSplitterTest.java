package tradecounter.feed;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.feed.EventSplitter.Split;

/** A body is one event, a batch, or nothing at all. */
class EventSplitterTest {

  @Test
  void anObjectIsOneEvent() {
    assertThat(events(" {\"id\":\"1\",\"data\":[{},[1]]} \n"))
        .containsExactly(" {\"id\":\"1\",\"data\":[{},[1]]} \n");
  }

  @Test
  void anArrayIsABatchInOrder() {
    assertThat(events("[]")).isEmpty();
    assertThat(events("\n[ {\"id\" : \"1\"} ,{\"id\":\"é]}\\\"\"},{}\t]"))
        .containsExactly("{\"id\" : \"1\"}", "{\"id\":\"é]}\\\"\"}", "{}");
  }

  /** Whether an element is an event is not judged here: it is refused later, by its index. */
  @Test
  void elementsThatAreNoEventsKeepTheirPlace() {
    assertThat(events("[1,{},\"a,b\",[2,[3]],null,true,-1.5e3]"))
        .containsExactly("1", "{}", "\"a,b\"", "[2,[3]]", "null", "true", "-1.5e3");
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertThat(events("\uFEFF[{\"id\":\"1\"},{}]")).containsExactly("{\"id\":\"1\"}", "{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "\"text\"",
        "null",
        "x",
        "{",
        "[",
        "[{}",
        "[{},]",
        "{}{}",
        "{} x",
        "[] []",
        "[{}]}",
        "{\"a\":1]",
        "id,quantity\n1,2"
      })
  void whatIsNotOneJsonObjectOrArrayIsUnreadable(String body) {
    assertThat(EventSplitter.split(body.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Split.Unreadable.class,
            unreadable -> assertThat(unreadable.detail()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void whatIsNotUtf8IsUnreadable() {
    for (byte[] body :
        List.of(
            "[{},{}]".getBytes(UTF_16LE),
            new byte[] {0, 0, '[', 0},
            new byte[] {'[', '"', (byte) 0xC3, '"', ']'})) {
      // A text is read when it is judged, so that one with a broken character spoils no other.
      Split split = EventSplitter.split(body);
      if (split instanceof Split.Events events) {
        assertThat(events.each()).hasSize(1);
      } else {
        assertThat(split).isInstanceOf(Split.Unreadable.class);
      }
    }
  }

  /** Batches of any elements with any space between come apart into exactly these elements. */
  @Test
  void everyBatchComesApartAsItWasPutTogether() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> elements =
        List.of(
            "{}", "{\"a\":\"}],[{\"}", "{\"é\":[[],{\"\\\"\":1}]}", "12", "\"x\"", "[{}]", "0.5");
    List<String> spaces = List.of("", " ", "\n", "\r\n\t ");
    for (int round = 0; round < 2_000; round++) {
      List<String> batch = new ArrayList<>();
      StringBuilder body = new StringBuilder("[");
      int size = random.nextInt(40);
      for (int i = 0; i < size; i++) {
        batch.add(elements.get(random.nextInt(elements.size())));
        body.append(i == 0 ? "" : ",").append(spaces.get(random.nextInt(spaces.size())));
        body.append(batch.getLast()).append(spaces.get(random.nextInt(spaces.size())));
      }
      byte[] bytes = body.append("]").toString().getBytes(UTF_8);
      assertThat(events(new String(bytes, UTF_8))).as("seed %s", seed).isEqualTo(batch);
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertThat(EventSplitter.split(cut))
          .as("seed %s, cut at %s", seed, cut.length)
          .isInstanceOf(Split.Unreadable.class);
    }
  }

  private static List<String> events(String body) {
    Split split = EventSplitter.split(body.getBytes(UTF_8));
    assertThat(split).isInstanceOf(Split.Events.class);
    return ((Split.Events) split).each().stream().map(bytes -> new String(bytes, UTF_8)).toList();
  }
}
