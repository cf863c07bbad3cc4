package tradecounter.engine.availability;

import tradecounter.engine.canonical.SourceKey;

/**
 * So much of an item that is no bundle leaves a source on a day.
 *
 * @param onDay epoch day
 * @param quantity millionths, more than 0
 */
public record Departure(String item, SourceKey source, int onDay, long quantity) {}
