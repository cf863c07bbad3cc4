package tradecounter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements that are records, and all that XML can be misused for. */
class XmlFormatTest {
  private static final Format ITEMS = new XmlFormat("/Inventory/Item");

  /** The content of the one record. */
  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<Item/>                                        | {}",
        "<Item sku='A' q=' 5 '/>                        | {@sku=A, @q=5}",
        "<Item><Sku> A </Sku><Qty>5</Qty></Item>        | {Sku=A, Qty=5}",
        "<Item><Sku/></Item>                            | {Sku=}",
        "<Item><L>1</L><L>2</L><L>3</L></Item>          | `{L=[1, 2, 3]}`",
        "<Item><L><A>1</A></L><L>2</L></Item>           | `{L=[{A=1}, 2]}`",
        "<Item><Qty uom='EA'>5</Qty></Item>             | `{Qty={@uom=EA, #text=5}}`",
        "<Item> text <B>b</B> more</Item>               | {B=b, #text=text  more}",
        "<Item>text</Item>                              | {#text=text}",
        "<Item><T>a<!-- c -->b<?p i?>c</T></Item>       | {T=abc}",
        "<Item><T><![CDATA[<&> ]]>x</T></Item>          | {T=<&> x}",
        "<Item><T>&lt;&amp;&gt;&#228;&#x1F600;</T></Item> | {T=<&>ä😀}",
        "<x:Item xmlns:x='u' x:id='1' id='2'><x:A>1</x:A></x:Item> | `{@id=[1, 2], A=1}`",
        "<y:Item y:id='1'/>                             | {@id=1}",
      })
  void anElementIsARecord(String element, String content) throws IOException {
    Delivery delivery = Delivery.of(ITEMS, "<Inventory>\n " + element + "\n</Inventory>");

    assertThat(delivery.lines()).containsExactly("line 2 " + content);
    assertThat(delivery.raw()).containsExactly(element);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                        | xml-invalid",
        "text                                      | xml-invalid",
        "<Inventory>                               | xml-invalid",
        "<Inventory><Item></Inventory>             | xml-invalid",
        "<Inventory/><Inventory/>                  | xml-invalid",
        "<Inventory/>x                             | xml-invalid",
        "<Inventory><Item a='1' a='2'/></Inventory> | xml-invalid",
        "<Inventory><Item>&#0;</Item></Inventory>  | xml-invalid",
        "<Inventory><Item>&e;</Item></Inventory>   | xml-invalid",
        "<Inventory>&e;</Inventory>                | xml-invalid",
        "<!DOCTYPE Inventory><Inventory/>          | xml-doctype",
        "<!DOCTYPE Inventory SYSTEM 'file:///etc/passwd'><Inventory/> | xml-doctype",
        "<!DOCTYPE Inventory [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Inventory><Item>&e;</Item></Inventory> | xml-doctype",
        "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><Inventory>&b;</Inventory> | xml-doctype",
        "<Error><Item/></Error>                    | xml-records",
        "<?xml version='1.1'?><Inventory/>         | xml-version",
        "<?xml version='1.0' encoding='UTF-7'?><Inventory/> | xml-encoding",
        "<?xml version='1.0' encoding='UTF-16'?><Inventory/> | xml-encoding",
        "<Inventory><Item>\u0001</Item></Inventory> | xml-invalid",
      })
  void aDocumentThatIsNotWholeOrNotHarmlessIsRefused(String document, String code)
      throws IOException {
    assertThat(Delivery.of(ITEMS, document).refusalCode()).isEqualTo(code);
  }

  @Test
  void onlyElementsAtThePathAreRecords() throws IOException {
    assertThat(
            Delivery.of(
                    new XmlFormat("/A/B/C"),
                    "<A><C>1</C><B><C>2</C><D><C>3</C></D><C>4</C></B><B/><B><C>5</C></B></A>")
                .contents())
        .containsExactly("{#text=2}", "{#text=4}", "{#text=5}");
  }

  @Test
  void whatStandsAroundAndBeforeIsTheHeader() throws IOException {
    Delivery delivery =
        Delivery.of(
            new XmlFormat("/Orders/Order/Line"),
            """
            <Orders at="2026" kind="all"><From>A</From><Rest><x/></Rest>
              <Order kind="first"><No> 1 </No><Line>a</Line><Late>1</Late><Line>b</Line></Order>
              <Order><Line>c</Line></Order>
            </Orders>
            """);

    assertThat(delivery.records().stream().map(SourceRecord::header))
        .containsExactly(
            Map.of("@at", "2026", "@kind", "first", "From", "A", "No", "1"),
            Map.of("@at", "2026", "@kind", "first", "From", "A", "No", "1", "Late", "1"),
            Map.of("@at", "2026", "@kind", "all", "From", "A"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-16BE"})
  void theEncodingIsTheDeclaredOne(String encoding) throws IOException {
    String mark = encoding.startsWith("UTF-16") && encoding.length() > 6 ? "\uFEFF" : "";
    Delivery delivery =
        Delivery.of(
            ITEMS,
            mark
                + "<?xml version=\"1.0\" encoding=\""
                + encoding
                + "\"?>\n"
                + "<Inventory><Item><T>ä</T></Item></Inventory>",
            Charset.forName(encoding));

    assertThat(delivery.lines()).containsExactly("line 2 {T=ä}");
    assertThat(delivery.raw()).containsExactly("<Item><T>ä</T></Item>");
  }

  @Test
  void withoutADeclarationTheByteOrderMarkTells() throws IOException {
    String document = "\uFEFF<Inventory><Item>ä</Item></Inventory>";

    assertThat(Delivery.of(ITEMS, document).contents()).containsExactly("{#text=ä}");
    assertThat(Delivery.of(ITEMS, document, StandardCharsets.UTF_16LE).contents())
        .containsExactly("{#text=ä}");
    assertThat(
            Delivery.of(ITEMS, "<Inventory><Item>ä</Item></Inventory>", StandardCharsets.ISO_8859_1)
                .refusalCode())
        .isEqualTo("xml-encoding");
  }

  @Test
  void aRecordBeyondALimitDoesNotConcernTheNextOne() throws IOException {
    String large = "<Item><T>" + "x".repeat(20_000) + "</T></Item>";
    String wide = "<Item>" + "<T>x</T>".repeat(200) + "</Item>";
    String deep = "<Item>" + "<T>".repeat(9) + "</T>".repeat(9) + "</Item>";
    Delivery delivery =
        Delivery.of(
            ITEMS,
            "<Inventory>" + large + "<Item>1</Item>" + wide + deep + "<Item>2</Item></Inventory>");

    assertThat(delivery.contents())
        .containsExactly(
            "xml-record-size: the record has more than 1000 bytes",
            "{#text=1}",
            "xml-record-size: the record has more than 1000 bytes",
            "xml-depth: the record is nested more than 8 deep",
            "{#text=2}");
    assertThat(delivery.raw())
        .containsExactly(
            large.substring(0, 1_000),
            "<Item>1</Item>",
            wide.substring(0, 1_000),
            deep,
            "<Item>2</Item>");
  }

  @Test
  void whatHasNoEndIsRefused() throws IOException {
    String huge = "x".repeat(100_000);
    for (String document :
        new String[] {
          "<" + huge,
          "<Inventory a='" + huge,
          "<Inventory><!--" + huge,
          "<Inventory><?" + huge,
          "<Inventory><Item " + huge,
          "<Inventory><Item a='" + huge,
          "<!DOCTYPE a SYSTEM '" + huge,
        }) {
      assertThat(Delivery.of(ITEMS, document).refusalCode())
          .as(document.substring(0, 25))
          .isEqualTo("xml-size");
    }
    assertThat(Delivery.of(ITEMS, "<Inventory>" + "<x>".repeat(2_000)).refusalCode())
        .isEqualTo("xml-invalid");
    assertThat(Delivery.of(ITEMS, "<Inventory><T>" + huge + "</T></Inventory>").refusalCode())
        .isEqualTo("xml-header");
  }

  @Test
  void oneElementIsReadAgainWithoutItsDocument() throws IOException {
    SourceRecord read =
        Delivery.of(ITEMS, "<i:Inventory xmlns:i='u'><i:Item i:n='1'/></i:Inventory>")
            .records()
            .getFirst();

    assertThat(Delivery.content(ITEMS.one(read.raw(), Map.of(), Delivery.LIMITS).content()))
        .isEqualTo("{@n=1}");
    assertThat(again("<Item><T>ä</T></Item>")).isEqualTo("{T=ä}");
    assertThat(again("<Item><T>")).startsWith("xml-invalid");
    assertThat(again("<Item/><Item/>")).startsWith("xml-invalid");
    assertThat(again("<Other/>")).startsWith("xml-records");
    assertThat(again("")).startsWith("xml-invalid");
  }

  private static String again(String raw) {
    return Delivery.content(
        ITEMS.one(raw.getBytes(StandardCharsets.UTF_8), Map.of(), Delivery.LIMITS).content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "Item", "/a//b", "//Item", "/a/@b", "/x:Item", "/a/"})
  void thePathIsChecked(String path) {
    assertThatThrownBy(() -> new XmlFormat(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("record must be");
  }
}
