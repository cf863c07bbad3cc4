/**
 * The files of {@code config/feeds} → tried on samples, taken into use while the service runs →
 * {@link tradecounter.feed}'s door.
 *
 * <p>Threads: {@code FeedFiles} has one of its own; everything else is called where blocking is
 * allowed. Tests: {@code OnboardingTest}, {@code FeedSamplesTest}.
 */
@NullMarked
package tradecounter.onboarding;

import org.jspecify.annotations.NullMarked;
