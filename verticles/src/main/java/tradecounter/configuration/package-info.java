/**
 * YAML files and environment → checked records → {@code Wiring}. Read once at start, on the main
 * thread. Tests: {@code ConfigurationTest}.
 */
@NullMarked
package tradecounter.configuration;

import org.jspecify.annotations.NullMarked;
