package tradecounter.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tradecounter.audit.AuditRuns.Run;
import tradecounter.audit.Findings.Finding;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.JsonText;
import tradecounter.security.Caller;
import tradecounter.store.Database;

/** How far the audits have come, what they have found, and having it repaired. */
public final class AuditEndPoint {
  private static final Set<String> KINDS =
      Arrays.stream(FindingKind.values())
          .map(FindingKind::name)
          .collect(Collectors.toCollection(TreeSet::new));

  private final Database database;
  private final AuditRepairs repairs;

  /** What there is to tell, of one moment. */
  private record Told(List<Run> runs, Map<FindingKind, Long> counts, List<Finding> findings) {}

  public AuditEndPoint(Database database, AuditRepairs repairs) {
    this.database = database;
    this.repairs = repairs;
  }

  public void show(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, Set.of("kind", "limit", "after"));
    String kind =
        parameters
            .parsed(
                "kind",
                value -> Optional.of(value).filter(KINDS::contains),
                "one of " + String.join(", ", KINDS))
            .orElse("");
    int limit = (int) parameters.whole("limit", 1, 1_000, 100);
    String after = parameters.key("after");
    parameters.check();
    FromPostgres.answer(
        context,
        () ->
            OneMoment.in(
                database,
                connection ->
                    new Told(
                        AuditRuns.all(connection),
                        Findings.counts(connection),
                        Findings.page(connection, kind, after, limit))),
        told -> FromPostgres.send(context, json -> write(json, told, limit)));
  }

  public void repair(RoutingContext context, Caller caller) {
    String finding = Parameters.ofPath(context, "finding");
    FromPostgres.answer(
        context,
        () -> repairs.repair(finding),
        outcome -> {
          switch (outcome) {
            case AuditRepairs.Outcome.Repaired _ ->
                FromPostgres.send(
                    context,
                    json -> {
                      json.writeStringField("finding", finding);
                      json.writeStringField("outcome", "REPAIRED");
                    });
            case AuditRepairs.Outcome.Unknown _ ->
                Problem.of(404, "finding-unknown", "there is no such finding any more")
                    .write(context);
            case AuditRepairs.Outcome.Refused(String code, String detail) ->
                Problem.of(409, code, detail).write(context);
          }
        });
  }

  // ---------------------------------------------------------------- what is answered

  private static void write(JsonGenerator json, Told told, int limit) throws IOException {
    json.writeArrayFieldStart("audits");
    for (Run run : told.runs()) {
      write(json, run);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("counts");
    for (Map.Entry<FindingKind, Long> count : told.counts().entrySet()) {
      json.writeStartObject();
      json.writeStringField("kind", count.getKey().name());
      json.writeNumberField("findings", count.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("findings");
    for (Finding finding : told.findings()) {
      write(json, finding);
    }
    json.writeEndArray();
    if (told.findings().size() == limit) {
      json.writeStringField("next", told.findings().getLast().finding());
    }
  }

  private static void write(JsonGenerator json, Run run) throws IOException {
    json.writeStartObject();
    json.writeStringField("audit", run.audit());
    json.writeStringField("node", run.node());
    json.writeStringField("state", run.part() == AuditRuns.RESTING ? "RESTING" : "COMPARING");
    json.writeNumberField("round", run.round());
    json.writeNumberField("looked", run.looked());
    if (run.part() != AuditRuns.RESTING) {
      json.writeNumberField("part", run.part());
      if (!run.after().isEmpty()) {
        json.writeStringField("after", run.after());
      }
    }
    if (run.round() > 0) {
      JsonText.instant(json, "startedAt", run.startedAt().toEpochMilli());
    }
    Instant finished = run.finishedAt();
    if (finished != null) {
      JsonText.instant(json, "finishedAt", finished.toEpochMilli());
    }
    json.writeFieldName("notes");
    json.writeRawValue(run.notes());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("finding", finding.finding());
    json.writeStringField("audit", finding.audit());
    json.writeStringField("kind", finding.kind().name());
    json.writeStringField("subject", finding.subject());
    if (!finding.order().isEmpty()) {
      json.writeStringField("orderId", finding.order());
    }
    json.writeStringField("detail", finding.detail());
    json.writeStringField("proposal", finding.kind().proposal());
    json.writeBooleanField("repairable", finding.repairable());
    json.writeBooleanField("exception", finding.kind().exception().isPresent());
    JsonText.instant(json, "foundAt", finding.foundAt().toEpochMilli());
    JsonText.instant(json, "seenAt", finding.seenAt().toEpochMilli());
    json.writeEndObject();
  }
}
