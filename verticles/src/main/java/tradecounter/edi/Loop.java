package tradecounter.edi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An instance of a loop that is being read; the transaction itself is the outermost. */
final class Loop {
  final Grammar.Rule rule;
  final @Nullable Loop above;
  final int depth;
  final EdiSegment opening;

  /** Its own segments and the loops below it. */
  final Map<String, Object> content;

  /** What it is made of, if it is carried by no loop above. */
  final List<RawSegment> segments = new ArrayList<>();

  /** Those of the segments that must be there that were. */
  final Set<String> seen = new HashSet<>(2);

  /** Whether a line was opened somewhere below it: what comes after is no part of records. */
  boolean hasLines;

  Loop(Grammar.Rule rule, @Nullable Loop above, EdiSegment opening) {
    this.rule = rule;
    this.above = above;
    this.depth = above == null ? 0 : above.depth + 1;
    this.opening = opening;
    this.content = new LinkedHashMap<>(above == null ? Map.of() : opening.elements());
  }

  boolean isWithin(Loop other) {
    for (Loop loop = this; loop != null; loop = loop.above) {
      if (loop == other) {
        return true;
      }
    }
    return false;
  }

  /** What it calls itself, in a hierarchy. */
  String own() {
    return rule.hierarchy().map(hierarchy -> opening.element(hierarchy.own())).orElse("");
  }

  /** From the outermost to this. */
  List<Loop> path() {
    List<Loop> path = new ArrayList<>();
    for (Loop loop = this; loop != null; loop = loop.above) {
      path.addFirst(loop);
    }
    return path;
  }
}
