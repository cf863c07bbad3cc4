package tradecounter.edi;

/**
 * A segment as it stands in the delivery, without its terminator and what is around it.
 *
 * @param complete whether a terminator followed
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
record RawSegment(String tag, byte[] bytes, long line, boolean complete) {}
