package tradecounter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.stream.Collectors;

/** The signals that the JDK itself cannot send. */
enum Signal {
  /** Stops a process until {@link #CONT}; cannot be caught. */
  STOP,
  CONT,
  /** PostgreSQL: fast shutdown, which does not wait for its clients. */
  INT,
  TERM;

  /** Sends this signal to every process that is still there. */
  void send(Collection<ProcessHandle> processes) {
    if (processes.isEmpty()) {
      return;
    }
    String pids =
        processes.stream()
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.joining(" "));
    try {
      // The shell's own kill: slim container images lack the program of that name.
      new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pids)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot send signal " + this, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
