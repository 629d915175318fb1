package io.jackfield.socket.option;

import java.util.List;

/**
 * A program that looks at each packet and says how many of its bytes to keep, 0 for none: classic
 * BPF, {@code struct sock_fprog}. Source: socket(7), the kernel's {@code networking/filter}.
 *
 * @param instructions at least 1, at most {@link #MAX_INSTRUCTIONS}
 */
public record SocketFilter(List<Instruction> instructions) {
  /** {@code BPF_MAXINSNS}. */
  public static final int MAX_INSTRUCTIONS = 4_096;

  /**
   * One instruction: {@code struct sock_filter}.
   *
   * @param code what it does, 16 bits
   * @param ifTrue how many instructions to skip if a comparison holds, 0 to 255
   * @param ifFalse how many to skip if it does not
   * @param operand its number
   */
  public record Instruction(int code, int ifTrue, int ifFalse, int operand) {
    /** {@code BPF_RET | BPF_K}. */
    private static final int RETURN_CONSTANT = 0x06;

    /** Ends the program; the packet's first {@code bytes} are kept. */
    public static Instruction keep(int bytes) {
      return new Instruction(RETURN_CONSTANT, 0, 0, bytes);
    }
  }

  /**
   * Keeps a copy of the list.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public SocketFilter {
    instructions = List.copyOf(instructions);
    if (instructions.isEmpty() || instructions.size() > MAX_INSTRUCTIONS) {
      throw new IllegalArgumentException(
          "a filter has 1 to " + MAX_INSTRUCTIONS + " instructions, not " + instructions.size());
    }
  }

  /** A program of these instructions. */
  public static SocketFilter of(Instruction... instructions) {
    return new SocketFilter(List.of(instructions));
  }
}
