package io.jackfield.reactor.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what a service manager passed to it: {@code NAME DESCRIPTOR WHAT}, a line each. */
final class PassedSocketsProbe {
  private PassedSocketsProbe() {}

  public static void main(String[] args) throws IOException {
    var passed = PassedSockets.read(System.getenv(), ProcessHandle.current().pid());
    for (var named : passed.byName().entrySet()) {
      for (int descriptor : named.getValue()) {
        Path what = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
        System.out.println(
            named.getKey() + " " + descriptor + " " + what.toString().replaceAll("[0-9]+", "N"));
      }
    }
  }
}
