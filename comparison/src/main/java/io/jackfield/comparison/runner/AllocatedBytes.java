package io.jackfield.comparison.runner;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What all threads of another JVM have allocated in its heap, to the byte, those that have ended
 * included; what a virtual thread allocates is its carrier's. Source: {@code
 * com.sun.management.ThreadMXBean.getTotalThreadAllocatedBytes}.
 *
 * <p>{@code jcmd PID Thread.print -e} says it too, but from 10 MB on rounded to whole ones, and not
 * of threads that have ended. For one thread.
 */
final class AllocatedBytes implements AutoCloseable {
  /** A question allocates too, and not the same while its own code is new. */
  private static final int FIRST_QUESTIONS = 200;

  private final JMXConnector connector;
  private final MBeanServerConnection beans;
  private final ObjectName threads;

  private AllocatedBytes(JMXConnector connector) throws IOException, JMException {
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
    this.threads = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
  }

  /**
   * Attaches to it, as its own user.
   *
   * @throws IOException if that is refused, or it cannot tell
   */
  @SuppressWarnings("BanJNDI") // No name is looked up: a local agent's address has its stub in it.
  static AllocatedBytes of(long pid) throws IOException {
    JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(pid)));
    try {
      var allocated = new AllocatedBytes(connector);
      for (int i = 0; i < FIRST_QUESTIONS; i++) {
        allocated.now();
      }
      return allocated;
    } catch (IOException | JMException e) {
      connector.close();
      throw new IOException("process " + pid + " does not say what it allocated", e);
    }
  }

  /** Starts the agent in it, which listens to this machine alone; returns its address. */
  private static String agentOf(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("no way into process " + pid, e);
    }
  }

  /** In bytes, since its start; the asking is in it. */
  long now() throws IOException {
    try {
      return (long) beans.getAttribute(threads, "TotalThreadAllocatedBytes");
    } catch (JMException e) {
      throw new IOException("it does not say what it allocated", e);
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
