/**
 * What both ports share: problems, bodies, query parameters, authentication. Event loops. Tests:
 * {@code StorefrontTest}.
 */
@NullMarked
package tradecounter.http;

import org.jspecify.annotations.NullMarked;
