package tradecounter.loadtest.load;

import java.time.Duration;
import java.util.Optional;

/** The CPU time that processes have used, in steps of the kernel's clock (10 ms). Stateless. */
final class ProcessCpu {
  private ProcessCpu() {}

  /** Of all threads since the start, or -1 if the process is not known here. */
  static long nanos(long pid) {
    return ProcessHandle.of(pid)
        .map(ProcessHandle::info)
        .flatMap(ProcessHandle.Info::totalCpuDuration)
        .map(Duration::toNanos)
        .orElse(-1L);
  }

  /** The same for a process that may be elsewhere. */
  static long nanos(Optional<Long> pid) {
    return pid.map(ProcessCpu::nanos).orElse(-1L);
  }
}
