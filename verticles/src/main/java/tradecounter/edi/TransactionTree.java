package tradecounter.edi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradecounter.format.Format;
import tradecounter.format.UnreadableException;

/**
 * The segments of one transaction → the nested values of its records. It holds no more than one
 * record needs. One thread.
 */
final class TransactionTree {
  /** A record: its value without what the envelopes say, and the segments that it is made of. */
  record Branch(Map<String, Object> value, List<RawSegment> segments, EdiSegment opening) {}

  private final boolean byLine;
  private final int mostSegments;
  private final Format.Limits limits;
  private final Consumer<EdiError> errors;
  private final Map<String, Loop> hierarchy = new HashMap<>();
  private final Loop root;
  private Loop innermost;
  private int held;
  private long heldBytes;
  private @Nullable Branch finished;

  TransactionTree(
      EdiSegment header, EdiSettings settings, Format.Limits limits, Consumer<EdiError> errors) {
    Grammar grammar =
        settings.grammars().get(header.component(settings.standard() == Standard.X12 ? 1 : 2, 1));
    this.root = new Loop(grammar.root(), null, header);
    this.innermost = root;
    this.byLine = settings.records() == RecordUnit.LINE && grammar.root().leadsToLines();
    this.mostSegments = settings.segments();
    this.limits = limits;
    this.errors = errors;
  }

  /**
   * The next segment between header and trailer.
   *
   * @return the record that it completes, if any
   */
  Optional<Branch> add(EdiSegment segment) throws UnreadableException {
    Loop at = innermost;
    Grammar.Rule rule = at.rule.find(segment.tag());
    while (rule == null && at.above != null) {
      at = at.above;
      rule = at.rule.find(segment.tag());
    }
    if (rule == null) {
      attach(innermost, segment.tag(), segment.elements());
      keep(innermost, segment);
      return Optional.empty();
    }
    if (rule.hierarchy().isPresent()) {
      at = above(rule, at, segment);
    }
    closeTo(at, segment);
    if (rule.mandatory()) {
      at.seen.add(rule.tag());
    }
    if (rule.isLoop()) {
      open(rule, at, segment);
    } else {
      attach(at, segment.tag(), segment.elements());
      keep(at, segment);
    }
    return take();
  }

  /** Its end was reached: the last record, if any. */
  Optional<Branch> finish(EdiSegment trailer) {
    closeTo(root, trailer);
    checkMandatory(root, trailer);
    if (!root.hasLines) {
      finished = branch(root);
    }
    return take();
  }

  private Optional<Branch> take() {
    Optional<Branch> branch = Optional.ofNullable(finished);
    finished = null;
    return branch;
  }

  /** The loop that an instance of a hierarchy belongs into. */
  private Loop above(Grammar.Rule rule, Loop at, EdiSegment segment) {
    int position = rule.hierarchy().orElseThrow().above();
    String named = segment.element(position);
    Loop declared = at;
    while (declared.above != null && !declared.rule.below().containsKey(rule.tag())) {
      declared = declared.above;
    }
    if (named.isEmpty()) {
      return declared;
    }
    Loop found = hierarchy.get(named);
    if (found == null || !found.rule.tag().equals(rule.tag())) {
      errors.accept(
          new EdiError(
              Fault.HIERARCHY,
              segment.position(),
              segment.tag(),
              position,
              0,
              named,
              segment.tag() + " names '" + named + "' above it, which is not before it.",
              segment.raw().line()));
      return declared;
    }
    return found;
  }

  private void open(Grammar.Rule rule, Loop at, EdiSegment segment) throws UnreadableException {
    Loop loop = new Loop(rule, at, segment);
    if (2 * loop.depth + 3 > limits.depth()) {
      throw new UnreadableException(
          Fault.TOO_LARGE.code(),
          "More than " + (limits.depth() - 3) / 2 + " loops are in each other.",
          "line " + segment.raw().line());
    }
    if (byLine && rule.line()) {
      for (Loop outer = at; outer != null; outer = outer.above) {
        outer.hasLines = true;
      }
    }
    if (!carries(loop)) {
      attach(at, rule.tag(), loop.content);
    }
    innermost = loop;
    keep(loop, segment);
    if (!loop.own().isEmpty()) {
      hierarchy.put(loop.own(), loop);
    }
  }

  /** Records that were made of it already share its content; what comes later is in none. */
  private void attach(Loop loop, String tag, Map<String, Object> content) {
    if (!carrier(loop).hasLines) {
      EdiValues.append(loop.content, tag, content);
    }
  }

  /** Whether its segments are its own, and not those of a loop above it. */
  private boolean carries(Loop loop) {
    return loop.above == null || (byLine && loop.rule.leadsToLines());
  }

  private Loop carrier(Loop loop) {
    Loop carrier = loop;
    while (!carries(carrier) && carrier.above != null) {
      carrier = carrier.above;
    }
    return carrier;
  }

  private void keep(Loop loop, EdiSegment segment) throws UnreadableException {
    Loop carrier = carrier(loop);
    if (carrier.hasLines) {
      return;
    }
    carrier.segments.add(segment.raw());
    held++;
    heldBytes += segment.raw().bytes().length;
    if (held > mostSegments || heldBytes > limits.recordBytes()) {
      throw new UnreadableException(
          Fault.TOO_LARGE.code(),
          "One record has more than "
              + mostSegments
              + " segments or "
              + limits.recordBytes()
              + " bytes.",
          "line " + segment.raw().line());
    }
  }

  private void closeTo(Loop at, EdiSegment next) {
    while (!at.isWithin(innermost)) {
      Loop closed = innermost;
      checkMandatory(closed, next);
      innermost = closed.above == null ? root : closed.above;
      if (byLine) {
        hierarchy.remove(closed.own(), closed);
        if (carries(closed)) {
          close(closed);
        }
      }
    }
    innermost = at;
  }

  private void close(Loop closed) {
    Loop above = carrier(innermost);
    if (closed.rule.line() && !closed.hasLines) {
      finished = branch(closed);
    } else if (!closed.hasLines && !above.hasLines) {
      EdiValues.append(innermost.content, closed.rule.tag(), closed.content);
      above.segments.addAll(closed.segments);
      return;
    }
    held -= closed.segments.size();
    for (RawSegment segment : closed.segments) {
      heldBytes -= segment.bytes().length;
    }
  }

  private Branch branch(Loop loop) {
    Map<String, Object> value = new LinkedHashMap<>();
    List<RawSegment> segments = new ArrayList<>();
    Map<String, Object> at = value;
    for (Loop next : loop.path()) {
      if (next.above != null) {
        Map<String, Object> below = new LinkedHashMap<>();
        at.put(next.rule.tag(), List.of(below));
        at = below;
      }
      at.putAll(next.content);
      segments.addAll(next.segments);
    }
    return new Branch(value, segments, loop.opening);
  }

  private void checkMandatory(Loop loop, EdiSegment next) {
    for (String tag : loop.rule.mandatoryBelow()) {
      if (!loop.seen.contains(tag)) {
        errors.accept(
            EdiError.ofSegment(
                Fault.SEGMENT_MISSING,
                next.position(),
                tag,
                "The mandatory segment " + tag + " is missing.",
                next.raw().line()));
      }
    }
  }
}
