package tradecounter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRangesTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0-11", "3,5-6,40-55", "0-2147483646"})
  void areReadAsTheyAreWritten(String text) {
    assertThat(RecordRanges.text(RecordRanges.read(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-2,3", "3,0-2", "0,1,2,3"})
  void neighboursAreOneRange(String text) {
    BitSet records = RecordRanges.read(text);
    assertThat(records.cardinality()).isEqualTo(4);
    assertThat(RecordRanges.text(records)).isEqualTo("0-3");
  }
}
