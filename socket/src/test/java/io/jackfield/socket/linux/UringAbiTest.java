package io.jackfield.socket.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number and every offset of io_uring is what the C compiler says. */
final class UringAbiTest {
  /** Not in Debian 12's headers (Linux 6.1): from the kernel's own of 6.6 to 6.15. */
  private static final Map<String, Long> LATER =
      Map.of(
          "SETUP_NO_SQARRAY",
          1L << 16,
          "PBUF_RING_INC",
          2L,
          "CQE_F_BUF_MORE",
          1L << 4,
          "ACCEPT_POLL_FIRST",
          1L << 2,
          "OP_WRITEV_FIXED",
          61L);

  /** What is a member's place, or has another name in C. */
  private static final Map<String, String> EXPRESSIONS =
      Map.ofEntries(
          Map.entry("PARAMS_BYTES", "sizeof(struct io_uring_params)"),
          Map.entry("PARAMS_SQ_ENTRIES_AT", "offsetof(struct io_uring_params, sq_entries)"),
          Map.entry("PARAMS_CQ_ENTRIES_AT", "offsetof(struct io_uring_params, cq_entries)"),
          Map.entry("PARAMS_FLAGS_AT", "offsetof(struct io_uring_params, flags)"),
          Map.entry("PARAMS_SQ_OFF_AT", "offsetof(struct io_uring_params, sq_off)"),
          Map.entry("PARAMS_CQ_OFF_AT", "offsetof(struct io_uring_params, cq_off)"),
          Map.entry("OFF_HEAD_AT", "offsetof(struct io_sqring_offsets, head)"),
          Map.entry("OFF_TAIL_AT", "offsetof(struct io_cqring_offsets, tail)"),
          Map.entry("OFF_FLAGS_AT", "offsetof(struct io_sqring_offsets, flags)"),
          Map.entry("OFF_ARRAY_AT", "offsetof(struct io_sqring_offsets, array)"),
          Map.entry("OFF_CQES_AT", "offsetof(struct io_cqring_offsets, cqes)"),
          Map.entry("OFF_SQ_RING", "IORING_OFF_SQ_RING"),
          Map.entry("OFF_SQES", "IORING_OFF_SQES"),
          Map.entry("EVENTS_ARG_BYTES", "sizeof(struct io_uring_getevents_arg)"),
          Map.entry("EVENTS_ARG_TS_AT", "offsetof(struct io_uring_getevents_arg, ts)"),
          Map.entry("RSRC_UPDATE_DATA_AT", "offsetof(struct io_uring_rsrc_update, data)"),
          Map.entry("BUF_REG_ENTRIES_AT", "offsetof(struct io_uring_buf_reg, ring_entries)"),
          // By the field before them: their names are newer than most headers.
          Map.entry("BUF_REG_FLAGS_AT", "offsetof(struct io_uring_buf_reg, bgid) + 2"),
          Map.entry("BUF_REG_MIN_LEFT_AT", "offsetof(struct io_uring_buf_reg, bgid) + 4"),
          Map.entry("BUF_BYTES", "sizeof(struct io_uring_buf)"),
          Map.entry("BUF_LENGTH_AT", "offsetof(struct io_uring_buf, len)"),
          Map.entry("BUF_ID_AT", "offsetof(struct io_uring_buf, bid)"),
          Map.entry("BUF_RING_TAIL_AT", "offsetof(struct io_uring_buf_ring, tail)"),
          Map.entry("SQE_BYTES", "sizeof(struct io_uring_sqe)"),
          Map.entry("SQE_OFF_AT", "offsetof(struct io_uring_sqe, off)"),
          Map.entry("SQE_ADDR_AT", "offsetof(struct io_uring_sqe, addr)"),
          Map.entry("SQE_LEN_AT", "offsetof(struct io_uring_sqe, len)"),
          Map.entry("SQE_USER_DATA_AT", "offsetof(struct io_uring_sqe, user_data)"),
          Map.entry("SQE_BUF_GROUP_AT", "offsetof(struct io_uring_sqe, buf_group)"),
          Map.entry("SQE_OPTION_LENGTH_AT", "offsetof(struct io_uring_sqe, file_index)"),
          Map.entry("SQE_IO_LINK", "IOSQE_IO_LINK"),
          Map.entry("SQE_CQE_SKIP_SUCCESS", "IOSQE_CQE_SKIP_SUCCESS"),
          Map.entry("SQE_BUFFER_SELECT", "IOSQE_BUFFER_SELECT"),
          Map.entry("CQE_BYTES", "sizeof(struct io_uring_cqe)"),
          Map.entry("CQE_RES_AT", "offsetof(struct io_uring_cqe, res)"),
          Map.entry("CQE_FLAGS_AT", "offsetof(struct io_uring_cqe, flags)"));

  private static Map<String, Long> ours() throws IllegalAccessException {
    var numbers = new TreeMap<String, Long>();
    for (Field field : UringAbi.class.getDeclaredFields()) {
      field.setAccessible(true);
      numbers.put(field.getName(), ((Number) field.get(null)).longValue());
    }
    return numbers;
  }

  @Test
  void everyNumberIsTheCompilers(@TempDir Path folder) throws Exception {
    Map<String, Long> ours = ours();
    assertThat(ours).hasSizeGreaterThan(40).containsAllEntriesOf(LATER);
    assertThat(ours.keySet()).containsAll(EXPRESSIONS.keySet());
    var probe = new CProbe();
    ours.keySet().stream()
        .filter(name -> !LATER.containsKey(name))
        .forEach(name -> probe.expression(name, EXPRESSIONS.getOrDefault(name, "IORING_" + name)));
    assertThat(probe.run(folder).wrong(ours, name -> name, LATER)).isEmpty();
  }

  /** Opcode, flags, priority and descriptor are written as one word; so are two others. */
  @Test
  void whatIsWrittenAsOneWordLiesTogether(@TempDir Path folder) throws Exception {
    CProbe.Answers answers =
        new CProbe()
            .bytes(
                "sqe",
                "struct io_uring_sqe v",
                "v.opcode = 1; v.flags = 2; v.ioprio = 0x0304; v.fd = 0x05060708;"
                    + " v.len = 0x090a0b0c; v.msg_flags = 0x0d0e0f10;")
            .run(folder);
    assertThat(HexFormat.of().formatHex(answers.bytes("sqe")))
        .startsWith("0102040308070605")
        .contains("0c0b0a09100f0e0d");
  }
}
