package tradecounter.edi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which segments of a transaction open loops, and what belongs below them, written as {@code BIA!,
 * N1(N3, N4), LIN*(QTY(UIT), DTM)}: {@code !} marks a segment that must be there, {@code *} the
 * loop that is a line, {@code HL[1,2](...)} a loop whose instances name themselves in their first
 * element and the one that they belong below in their second.
 *
 * <p>A segment belongs to the innermost loop that lists it, and if none does, to the innermost.
 * Immutable, any thread.
 */
public final class Grammar {
  private static final Pattern SEGMENT =
      Pattern.compile("([A-Z][A-Z0-9]{1,2})(!?)(\\*?)(\\[([1-9][0-9]?),([1-9][0-9]?)])?");
  private static final int DEEPEST = 20;

  /** No loops: every segment is on its own. */
  static final Grammar FLAT = new Grammar(Rule.of("", false, false, Optional.empty(), Map.of()));

  private final Rule root;

  /**
   * A segment that is listed.
   *
   * @param line whether it is the loop that is a line
   * @param hierarchy where its instances name themselves and the one above them
   * @param below what belongs into its loop, by tag
   * @param mandatoryBelow the tags of those that must be there
   * @param leadsToLines whether it is a line, or lines are in it
   */
  record Rule(
      String tag,
      boolean mandatory,
      boolean line,
      Optional<Hierarchy> hierarchy,
      Map<String, Rule> below,
      List<String> mandatoryBelow,
      boolean leadsToLines) {

    static Rule of(
        String tag,
        boolean mandatory,
        boolean line,
        Optional<Hierarchy> hierarchy,
        Map<String, Rule> below) {
      return new Rule(
          tag,
          mandatory,
          line,
          hierarchy,
          below,
          below.values().stream().filter(Rule::mandatory).map(Rule::tag).toList(),
          line || below.values().stream().anyMatch(Rule::leadsToLines));
    }

    /** What a segment of this tag is in this loop; null if it is not listed. */
    @Nullable Rule find(String other) {
      Rule listed = below.get(other);
      return listed == null && hierarchy.isPresent() && tag.equals(other) ? this : listed;
    }

    boolean isLoop() {
      return !below.isEmpty() || line || hierarchy.isPresent();
    }
  }

  /** The positions of two elements. */
  record Hierarchy(int own, int above) {}

  private Grammar(Rule root) {
    this.root = root;
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is none, with the reason
   */
  public static Grammar parse(String text) {
    Parser parser = new Parser(text.replaceAll("\\s", ""));
    Map<String, Rule> rules = parser.rules(1);
    if (parser.position < parser.text.length()) {
      throw parser.invalid("something follows its end");
    }
    return new Grammar(Rule.of("", false, false, Optional.empty(), rules));
  }

  Rule root() {
    return root;
  }

  private static final class Parser {
    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    Map<String, Rule> rules(int depth) {
      if (depth > DEEPEST) {
        throw invalid("more than " + DEEPEST + " loops are in each other");
      }
      Map<String, Rule> rules = new LinkedHashMap<>();
      do {
        Matcher segment = SEGMENT.matcher(text).region(position, text.length());
        if (!segment.lookingAt()) {
          throw invalid("a segment such as LIN or LIN*(QTY) is missing");
        }
        position = segment.end();
        Map<String, Rule> below = Map.of();
        if (at('(')) {
          below = rules(depth + 1);
          if (!at(')')) {
            throw invalid("a closing bracket is missing");
          }
        }
        Rule rule =
            Rule.of(
                segment.group(1),
                !segment.group(2).isEmpty(),
                !segment.group(3).isEmpty(),
                Optional.ofNullable(segment.group(4))
                    .map(
                        _ ->
                            new Hierarchy(
                                Integer.parseInt(segment.group(5)),
                                Integer.parseInt(segment.group(6)))),
                below);
        if (rules.put(rule.tag(), rule) != null) {
          throw invalid(rule.tag() + " is listed twice");
        }
      } while (at(','));
      return rules;
    }

    private boolean at(char expected) {
      boolean there = position < text.length() && text.charAt(position) == expected;
      position += there ? 1 : 0;
      return there;
    }

    IllegalArgumentException invalid(String why) {
      return new IllegalArgumentException(
          "'" + text + "' is no nesting of segments: at character " + (position + 1) + " " + why);
    }
  }
}
