package io.jackfield.cli;

import io.jackfield.service.Service;
import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.AddressUnavailableException;
import io.jackfield.socket.BindDeniedException;
import io.jackfield.socket.ConnectionRefusedException;
import io.jackfield.socket.KernelFailure;
import io.jackfield.tls.TlsException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;

/** Failures as one sentence: what happened, and what can be done where that is known. */
final class Sentences {
  private Sentences() {}

  static String of(Throwable error) {
    String what = error.getMessage() == null ? error.toString() : error.getMessage();
    return switch (error) {
      case ConnectionRefusedException refused ->
          what + ": nobody listens there" + whoWould(refused);
      case UnknownHostException _ -> "unknown host: " + what;
      case TlsException tls -> what + wayOut(tls.reason());
      case FileSystemException file when file.getReason() == null -> what + ofFile(file);
      default -> what;
    };
  }

  /** Who would listen at a service's own port. */
  private static String whoWould(ConnectionRefusedException refused) {
    return refused.failure().remote() instanceof InetSocketAddress at
            && ServiceNames.services().stream().anyMatch(service -> isPort(service, at.getPort()))
        ? "; 'jackfield up' starts the services"
        : "";
  }

  private static boolean isPort(Service service, int port) {
    return Stream.of(service.stream(), service.datagram())
        .anyMatch(form -> form != null && form.port() == port);
  }

  /** What the JDK leaves to the class of the exception to say. */
  private static String ofFile(FileSystemException error) {
    return switch (error) {
      case NoSuchFileException _ -> ": no such file or folder";
      case AccessDeniedException _ -> ": permission denied";
      case FileAlreadyExistsException _ -> ": is there already";
      default -> "";
    };
  }

  private static String wayOut(TlsException.Reason reason) {
    return switch (reason) {
      case CERTIFICATE_UNTRUSTED ->
          "; --ca FILE says whom to trust, --insecure takes any certificate";
      case WRONG_HOST -> "; --server-name NAME says who is expected";
      case CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID -> "; --insecure takes it all the same";
      default -> "";
    };
  }

  /** Why an address cannot be listened on, and what to do; the address is named before this. */
  static String ofBind(Throwable error) {
    String remedy = remedyOfBind(error);
    return remedy.isEmpty() ? whyNotBound(error) : whyNotBound(error) + "; " + remedy;
  }

  /** Why an address cannot be listened on. */
  static String whyNotBound(Throwable error) {
    return error instanceof KernelFailure failed
        ? failed.failure().errno().meaning() + " (" + failed.failure().errno().symbol() + ")"
        : of(error);
  }

  /** What to do about that; empty where nobody knows. */
  static String remedyOfBind(Throwable error) {
    return switch (error) {
      case AddressInUseException _ -> "stop who has it, or choose another address";
      case BindDeniedException _ ->
          "ports below 1024 need root or the capability CAP_NET_BIND_SERVICE";
      case AddressUnavailableException _ -> "'ip address' lists those there are";
      case KernelFailure failed when failed.failure().errno().symbol().equals("ENOENT") ->
          "the folder that it is to be in is missing";
      default -> "";
    };
  }
}
