package tradecounter.edi;

import java.nio.charset.Charset;

/**
 * How the interchanges of a feed are read.
 *
 * @param charset of X12; EDIFACT says its own
 * @param segments so many are held at once at most, and so many transactions known
 */
record EdiSettings(
    Standard standard, Charset charset, RecordUnit records, int segments, Grammars grammars) {}
