package tradecounter.embedded.erp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All requests, in the order of their arrival. Thread-safe. */
final class RequestLog {
  private final List<RecordedRequest> requests = new ArrayList<>();

  /** Records a request that is not yet answered and returns its number. */
  synchronized long arrived(Call call, Optional<Task> task, Optional<Fault> fault) {
    long number = requests.size() + 1L;
    requests.add(
        new RecordedRequest(
            number,
            Instant.now(),
            task.map(Task::operation),
            call.method(),
            call.target(),
            call.idempotencyKey(),
            task.map(Task::externalReference).orElse(""),
            call.body(),
            fault.map(Fault::kind),
            new Answer.Pending()));
    return number;
  }

  synchronized void answered(long number, Answer answer) {
    requests.set((int) number - 1, requests.get((int) number - 1).answered(answer));
  }

  synchronized List<RecordedRequest> all() {
    return List.copyOf(requests);
  }
}
