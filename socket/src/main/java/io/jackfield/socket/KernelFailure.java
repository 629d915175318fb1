package io.jackfield.socket;

/**
 * What each exception of this package can tell beyond its class: {@code catch (BindException e)}
 * keeps working, and {@code if (e instanceof KernelFailure k)} says why in the kernel's terms.
 */
public interface KernelFailure {
  /** The call, its errno and the addresses. */
  CallFailure failure();
}
