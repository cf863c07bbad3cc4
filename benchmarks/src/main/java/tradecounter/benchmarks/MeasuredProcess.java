package tradecounter.benchmarks;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/**
 * A server in a JVM of its own, whose CPU time and allocation are read from outside, so that the
 * client does not count. Linux only. Not thread-safe.
 */
public final class MeasuredProcess implements AutoCloseable {
  private final Process process;
  private @Nullable JMXConnector connector;
  private @Nullable ThreadMXBean threads;

  private MeasuredProcess(Process process) {
    this.process = process;
  }

  /** Starts the class with the flags of this JVM; its output goes to {@code log}. */
  static MeasuredProcess start(
      Class<?> main, List<String> further, List<String> arguments, Path log) {
    try {
      Process process = JvmFlags.start(main, further, arguments, log);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      return new MeasuredProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** CPU time of all threads that are alive, the JVM's own included. */
  public long cpuNanos() {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + process.pid(), "task"))) {
      return tasks.mapToLong(MeasuredProcess::onCpuNanos).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long onCpuNanos(Path task) {
    try {
      String schedule = Files.readString(task.resolve("schedstat"));
      return Long.parseLong(schedule.substring(0, schedule.indexOf(' ')));
    } catch (IOException e) {
      // The thread has just ended.
      return 0;
    }
  }

  /** Bytes that all Java threads have allocated since the start. */
  public long allocatedBytes() {
    try {
      ThreadMXBean bean = threads;
      if (bean == null) {
        bean = attach();
        threads = bean;
      }
      return bean.getTotalThreadAllocatedBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("BanJNDI") // A process that we have started ourselves.
  private ThreadMXBean attach() throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach("" + process.pid());
      try {
        JMXConnector connected =
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        connector = connected;
        return ManagementFactory.newPlatformMXBeanProxy(
            connected.getMBeanServerConnection(),
            ManagementFactory.THREAD_MXBEAN_NAME,
            ThreadMXBean.class);
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    try {
      JMXConnector connected = connector;
      if (connected != null) {
        connected.close();
      }
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
