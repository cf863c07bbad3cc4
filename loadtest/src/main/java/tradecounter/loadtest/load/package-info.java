/**
 * The load test: a generated world → requests at intended times → the service and, beside it, a
 * bare Vert.x server → histograms and a report.
 *
 * <p>Upstream: {@link tradecounter.loadtest.world.GeneratedWorld}. This: {@code LoadTest} starts
 * both servers in a JVM each; {@code Generator} sends by {@code Arrivals}, whatever comes back, and
 * measures from the intended start. Downstream: {@code target/load/}. Own code and not Hyperfoil,
 * because 0.25.2 takes a request's time from when it is sent ({@code Request.start}), so that a
 * generator or a session that is late does not show. Tests: {@code ArrivalsTest}, {@code
 * GeneratorTest}, {@code KeysTest}, {@code LoadReportTest}.
 */
@NullMarked
package tradecounter.loadtest.load;

import org.jspecify.annotations.NullMarked;
