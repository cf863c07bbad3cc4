package tradecounter.integrity;

import tradecounter.engine.state.FeedState;

/**
 * The counters of one feed at one moment, as the log gives them: they only grow, and are the same
 * on every node that has applied as much of it.
 *
 * @param events all that came: applied, repeated and superseded
 * @param superseded older than what was known of their object
 * @param ranBack dated well before one that came earlier
 * @param gaps how often a sequence skipped something
 * @param asOfMillis up to when it is known; 0: nothing came yet
 * @param heardAtMillis when the log last took a word of it; 0: never
 */
public record FeedFigures(
    long events, long superseded, long ranBack, long gaps, long asOfMillis, long heardAtMillis) {
  static final FeedFigures NONE = new FeedFigures(0, 0, 0, 0, 0, 0);

  static FeedFigures of(FeedState state) {
    return new FeedFigures(
        state.applied() + state.duplicate() + state.superseded(),
        state.superseded(),
        state.timesClockRanBack(),
        state.gaps(),
        state.asOfMillis(),
        state.heardAtMillis());
  }
}
