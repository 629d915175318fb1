package io.jackfield.reactor;

import io.jackfield.reactor.driver.Driver;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A driver of which a test answers some calls itself. */
final class InterceptedDriver {
  /** What the test returns where the real driver is to be called. */
  static final Object FORWARD = new Object();

  private InterceptedDriver() {}

  static Driver of(Driver real, InvocationHandler test) {
    return (Driver)
        Proxy.newProxyInstance(
            InterceptedDriver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (proxy, method, arguments) -> {
              Object answer = test.invoke(proxy, method, arguments);
              if (!FORWARD.equals(answer)) {
                return answer;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
