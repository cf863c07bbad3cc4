package tradecounter.engine.hold;

import tradecounter.engine.canonical.SourceKey;

/**
 * So much of an item that is no bundle leaves a source on a day.
 *
 * @param onDay epoch day
 * @param arrivesOnDay when it is at the buyer's door
 * @param quantity millionths, more than 0
 */
public record Departure(
    String item, SourceKey source, int onDay, int arrivesOnDay, long quantity) {}
