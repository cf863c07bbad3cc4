package tradecounter.engine.availability;

import java.util.List;

/**
 * What became of several questions that belong together. Lines are promised one after the other:
 * each takes what it is promised, itself or through its components, and the next one sees the rest.
 * Lines without a quantity take nothing.
 *
 * @param lines one answer for each question, in their order
 * @param asked whether any line asks for a quantity
 * @param complete whether every line that asks for a quantity gets all of it
 * @param day when the last part of all lines arrives; without meaning if not complete
 */
public record CartAnswer(
    List<AvailabilityAnswer> lines, boolean asked, boolean complete, int day) {}
