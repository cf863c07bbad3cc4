package tradecounter.engine.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DocumentNameTest {
  private static final String ORDER = "O-6f0c7a52-8c1e-4b5a-9d43-0a1b2c3d4e5f";

  /** One that ends in a group of digits alone, as every 300th does. */
  private static final String OF_DIGITS = "O-6f0c7a52-8c1e-4b5a-9d43-012345678901";

  @ParameterizedTest
  @CsvSource({
    ORDER + ", " + ORDER + ", 0",
    ORDER + "-1, " + ORDER + ", 1",
    ORDER + "-12, " + ORDER + ", 12",
    OF_DIGITS + ", " + OF_DIGITS + ", 0",
    OF_DIGITS + "-3, " + OF_DIGITS + ", 3",
    "O-1, O-1, 0",
    "O-1-2, O-1, 2"
  })
  void aDocumentTellsItsOrder(String document, String order, int number) {
    assertThat(DocumentName.order(document)).isEqualTo(order);
    assertThat(DocumentName.number(document)).isEqualTo(number);
  }

  @Test
  void aNumberedNameIsReadAgain() {
    String document = DocumentName.numbered(OF_DIGITS, 4);
    assertThat(DocumentName.order(document)).isEqualTo(OF_DIGITS);
    assertThat(DocumentName.number(document)).isEqualTo(4);
  }
}
