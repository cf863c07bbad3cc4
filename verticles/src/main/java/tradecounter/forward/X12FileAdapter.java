package tradecounter.forward;

import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tradecounter.configuration.TargetConfiguration.Folder;
import tradecounter.configuration.TargetConfiguration.X12File;
import tradecounter.edi.ControlNumbers.Allocated;
import tradecounter.edi.ControlNumbers.Kind;
import tradecounter.edi.SentOrders;
import tradecounter.edi.X12Document;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.json.JsonTree;
import tradecounter.store.Database;

/**
 * A purchase order (850) in a file for each order, in a folder that somebody empties. Class C, as
 * {@link FileAdapter}: its control numbers are given once in Postgres, and its date is the order's,
 * so that what is written again has the same bytes. Any thread.
 */
final class X12FileAdapter implements ErpAdapter {
  private static final Pattern TAG = Pattern.compile("[A-Z][A-Z0-9]{1,2}");
  private static final Pattern ENVELOPE = Pattern.compile("ISA|IEA|GS|GE|ST|SE");

  private final X12File configuration;
  private final Database database;
  private final FileAdapter files;
  private final X12Document document;

  X12FileAdapter(X12File configuration, Database database) {
    this.configuration = configuration;
    this.database = database;
    this.files =
        new FileAdapter(
            new Folder(configuration.folder(), configuration.suffix(), configuration.content()));
    String delimiters = configuration.delimiters();
    this.document =
        new X12Document(
            configuration.sender().qualifier(),
            configuration.sender().id(),
            configuration.sender().application(),
            configuration.receiver().qualifier(),
            configuration.receiver().id(),
            configuration.receiver().application(),
            configuration.version(),
            configuration.groupVersion(),
            "PO",
            "850",
            configuration.test(),
            X12Document.delimiters(
                delimiters.charAt(0),
                delimiters.charAt(1),
                delimiters.charAt(2),
                configuration.version()));
  }

  @Override
  public ErpClass erpClass() {
    return ErpClass.C;
  }

  /** Its segments and its time as JSON; they get their numbers when they are written. */
  @Override
  public Content content(String order) {
    return switch (RestAdapter.mapped(configuration.content(), order)) {
      case Content.Unfit unfit -> unfit;
      case Content.Bytes(var bytes) -> {
        try {
          yield new Content.Bytes(
              JsonTree.write(
                  Map.of("at", acceptedAt(order), "segments", segments(tree(bytes.toString())))));
        } catch (IllegalArgumentException e) {
          yield new Content.Unfit("'" + configuration.content() + "': " + e.getMessage());
        }
      }
    };
  }

  private static Object tree(String json) {
    return JsonTree.read(json)
        .orElseThrow(() -> new IllegalArgumentException("gives no list of segments"));
  }

  private static String acceptedAt(String order) {
    Object at = tree(order) instanceof Map<?, ?> fields ? fields.get("acceptedAt") : null;
    try {
      return Instant.parse(String.valueOf(at)).toString();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the order has no time at which it was accepted", e);
    }
  }

  private List<List<Object>> segments(Object tree) {
    if (!(tree instanceof List<?> list) || list.isEmpty()) {
      throw new IllegalArgumentException("gives no list of segments");
    }
    return list.stream().map(this::segment).toList();
  }

  private List<Object> segment(Object tree) {
    if (!(tree instanceof List<?> elements)
        || elements.isEmpty()
        || !(elements.getFirst() instanceof String tag)
        || !TAG.matcher(tag).matches()
        || ENVELOPE.matcher(tag).matches()) {
      throw new IllegalArgumentException("has " + tree + ", which is no segment");
    }
    List<Object> segment = new ArrayList<>();
    for (Object element : elements) {
      segment.add(
          element instanceof List<?> components
              ? components.stream().map(component -> text(tag, component)).toList()
              : text(tag, element));
    }
    return segment;
  }

  private String text(String tag, @Nullable Object element) {
    if (element == null || element.equals("")) {
      return "";
    }
    String text =
        JsonTree.text(element)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        tag + " has " + element + ", which is neither a text nor a number"));
    if (!document.canHave(text)) {
      throw new IllegalArgumentException(
          tag + " has '" + text + "', in which " + configuration.delimiters() + " separate");
    }
    return text;
  }

  @Override
  public Sent create(String key, Buffer content, BooleanSupplier leaseHolds) {
    Map<?, ?> numbered = (Map<?, ?>) tree(content.toString());
    Instant at = Instant.parse(String.valueOf(numbered.get("at")));
    List<List<Object>> segments =
        segments(Optional.<Object>ofNullable(numbered.get("segments")).orElse(List.of()));
    byte[] bytes;
    try {
      bytes =
          database.inTransaction(
              connection -> {
                Allocated interchange =
                    SentOrders.number(connection, Kind.INTERCHANGE, document.pair(), key, at);
                Allocated group =
                    SentOrders.number(connection, Kind.GROUP, document.pair(), key, at);
                return document.write(interchange, group, segments);
              });
    } catch (SQLException e) {
      return new Sent.NotSent("no control number: " + e.getMessage());
    }
    return files.create(key, Buffer.buffer(bytes), leaseHolds);
  }

  @Override
  public LookedUp lookUp(String reference) {
    return files.lookUp(reference);
  }

  @Override
  public void close() {
    files.close();
  }
}
