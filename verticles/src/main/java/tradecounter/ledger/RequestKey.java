package tradecounter.ledger;

/**
 * How a caller names a request, so that its repetition is told from another one.
 *
 * @param caller whose keys these are
 * @param fingerprint of the request, as hexadecimal digits: another one under the same key is a
 *     mistake of the caller
 */
public record RequestKey(String caller, String key, String fingerprint) {}
