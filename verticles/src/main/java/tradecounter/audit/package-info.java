/**
 * Postgres, the read model and targets → this → findings with a proposal, and exceptions.
 *
 * <p>A thread of its own on each node compares page by page ({@link tradecounter.audit.Auditor});
 * what concerns all is compared by one node at a time ({@link tradecounter.audit.AuditRuns}), the
 * read model by each node for itself. What was seen twice without a change in between counts, can
 * be asked for ({@link tradecounter.audit.AuditEndPoint}) and, where that is safe, repaired on
 * demand ({@link tradecounter.audit.AuditRepairs}). Test: {@code AuditTest}.
 */
@NullMarked
package tradecounter.audit;

import org.jspecify.annotations.NullMarked;
