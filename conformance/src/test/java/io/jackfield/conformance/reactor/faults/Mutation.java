package io.jackfield.conformance.reactor.faults;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * One change in the code of one method.
 *
 * @param type the class, in the package {@code io.jackfield.reactor} or below it
 * @param method all of that name, or lambdas in them
 * @param what to do, and {@code target} to which call or field; a branch has none
 * @param nth of those, counted from 0
 */
record Mutation(String type, String method, What what, String target, int nth) {
  enum What {
    /** Does not call; the result is 0, false or null. */
    CALL_LEFT_OUT,
    /** Does not set a field. */
    ASSIGNMENT_LEFT_OUT,
    /** Goes the other way. */
    CONDITION_NEGATED
  }

  static Mutation withoutCall(String type, String method, String callee) {
    return new Mutation(type, method, What.CALL_LEFT_OUT, callee, 0);
  }

  static Mutation withoutAssignment(String type, String method, String field) {
    return new Mutation(type, method, What.ASSIGNMENT_LEFT_OUT, field, 0);
  }

  static Mutation negated(String type, String method, int nth) {
    return new Mutation(type, method, What.CONDITION_NEGATED, "", nth);
  }

  Mutation atPlace(int which) {
    return new Mutation(type, method, what, target, which);
  }

  String className() {
    return "io.jackfield.reactor." + type;
  }

  /** The class with the change. */
  byte[] apply(byte[] original) {
    var classFile = ClassFile.of();
    var edit = new Edit();
    byte[] changed =
        classFile.transformClass(
            classFile.parse(original),
            ClassTransform.transformingMethodBodies(
                code -> {
                  String name = code.methodName().stringValue();
                  return name.equals(method) || name.startsWith("lambda$" + method + "$");
                },
                edit));
    if (!edit.done) {
      throw new IllegalStateException("nothing to change: " + this);
    }
    return changed;
  }

  private final class Edit implements CodeTransform {
    private int seen;
    boolean done;

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (!isTarget(element) || seen++ != nth) {
        code.with(element);
        return;
      }
      done = true;
      switch (element) {
        case InvokeInstruction call -> leaveOut(code, call);
        case FieldInstruction field -> {
          pop(code, field.typeSymbol());
          code.pop();
        }
        case BranchInstruction branch -> code.branch(opposite(branch.opcode()), branch.target());
        default -> throw new IllegalStateException("not to be changed: " + element);
      }
    }

    private boolean isTarget(CodeElement element) {
      return switch (what) {
        case CALL_LEFT_OUT ->
            element instanceof InvokeInstruction call && call.name().equalsString(target);
        case ASSIGNMENT_LEFT_OUT ->
            element instanceof FieldInstruction field
                && field.opcode() == Opcode.PUTFIELD
                && field.name().equalsString(target);
        case CONDITION_NEGATED ->
            element instanceof BranchInstruction branch
                && branch.opcode() != Opcode.GOTO
                && branch.opcode() != Opcode.GOTO_W;
      };
    }
  }

  private static void leaveOut(CodeBuilder code, InvokeInstruction call) {
    MethodTypeDesc type = call.typeSymbol();
    for (int i = type.parameterCount() - 1; i >= 0; i--) {
      pop(code, type.parameterType(i));
    }
    if (call.opcode() != Opcode.INVOKESTATIC) {
      code.pop();
    }
    switch (TypeKind.from(type.returnType())) {
      case VOID -> {}
      case LONG -> code.lconst_0();
      case REFERENCE -> code.aconst_null();
      case FLOAT, DOUBLE -> throw new IllegalStateException("no such call here");
      default -> code.iconst_0();
    }
  }

  private static void pop(CodeBuilder code, ClassDesc type) {
    if (TypeKind.from(type).slotSize() == 2) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  private static Opcode opposite(Opcode branch) {
    return switch (branch) {
      case IFEQ -> Opcode.IFNE;
      case IFNE -> Opcode.IFEQ;
      case IFLT -> Opcode.IFGE;
      case IFGE -> Opcode.IFLT;
      case IFGT -> Opcode.IFLE;
      case IFLE -> Opcode.IFGT;
      case IF_ICMPEQ -> Opcode.IF_ICMPNE;
      case IF_ICMPNE -> Opcode.IF_ICMPEQ;
      case IF_ICMPLT -> Opcode.IF_ICMPGE;
      case IF_ICMPGE -> Opcode.IF_ICMPLT;
      case IF_ICMPGT -> Opcode.IF_ICMPLE;
      case IF_ICMPLE -> Opcode.IF_ICMPGT;
      case IF_ACMPEQ -> Opcode.IF_ACMPNE;
      case IF_ACMPNE -> Opcode.IF_ACMPEQ;
      case IFNULL -> Opcode.IFNONNULL;
      case IFNONNULL -> Opcode.IFNULL;
      default -> throw new IllegalStateException("no condition: " + branch);
    };
  }
}
