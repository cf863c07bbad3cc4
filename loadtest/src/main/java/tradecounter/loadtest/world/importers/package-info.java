/**
 * Importers: real data that others have published, told as the events that a real ERP, WMS and
 * suppliers would push.
 *
 * <p>Upstream: files in a folder that is not part of the project. This: one {@link
 * tradecounter.loadtest.world.World} for each data set. Downstream: the feeds of the service. What
 * is wrong in the data is sent as it is: to refuse it, with a reason, is the service's part. Tests:
 * one per importer, with the real files.
 */
@NullMarked
package tradecounter.loadtest.world.importers;

import org.jspecify.annotations.NullMarked;
