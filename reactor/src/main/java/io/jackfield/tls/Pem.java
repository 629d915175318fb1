package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jackfield.tls.TlsConfigException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads PEM files: text around {@code BEGIN} and {@code END} lines is skipped (RFC 7468, 1421). */
final class Pem {
  /** No bundle of certificates is larger by far. */
  static final int FILE_LIMIT_BYTES = 4 * 1024 * 1024;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final Path file;
  private final List<Block> blocks = new ArrayList<>();

  /**
   * What stood between a BEGIN and its END.
   *
   * @param line where its BEGIN is, counted from 1
   * @param headers what RFC 1421 puts before the data: {@code Proc-Type}, {@code DEK-Info}
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Block(Path file, int line, String type, Map<String, String> headers, byte[] der) {
    TlsConfigException problem(Problem problem, String message, @Nullable Throwable cause) {
      return new TlsConfigException(problem, file, line, message, cause);
    }
  }

  private Pem(Path file) {
    this.file = file;
  }

  static List<Block> read(Path file) throws TlsConfigException {
    String text;
    try {
      long size = Files.size(file);
      if (size > FILE_LIMIT_BYTES) {
        throw new TlsConfigException(
            Problem.MALFORMED, file, 0, "larger than 4 MiB, which no PEM file is", null);
      }
      text = Files.readString(file, ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new TlsConfigException(Problem.MISSING, file, 0, "no such file", e);
    } catch (TlsConfigException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsConfigException(Problem.MISSING, file, 0, "cannot be read: " + e, e);
    }
    var pem = new Pem(file);
    pem.parse(text.lines().toList());
    return pem.blocks;
  }

  private void parse(List<String> lines) throws TlsConfigException {
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at).strip();
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        at = block(lines, at, line.substring(BEGIN.length(), line.length() - DASHES.length()));
      } else if (line.startsWith(END)) {
        throw malformed(at, "an END without its BEGIN");
      }
    }
  }

  /** Returns where its END is. */
  private int block(List<String> lines, int begin, String type) throws TlsConfigException {
    Map<String, String> headers = new LinkedHashMap<>();
    var base64 = new StringBuilder();
    for (int at = begin + 1; at < lines.size(); at++) {
      String line = lines.get(at).strip();
      int colon = line.indexOf(':');
      if (line.startsWith(END)) {
        if (!line.equals(END + type + DASHES)) {
          throw malformed(at, "expected " + END + type + DASHES);
        }
        byte[] der = decode(base64.toString(), lines, begin);
        blocks.add(new Block(file, begin + 1, type, headers, der));
        return at;
      } else if (line.startsWith(BEGIN)) {
        throw malformed(at, "a BEGIN before the END of the one on line " + (begin + 1));
      } else if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      } else {
        base64.append(line);
      }
    }
    throw malformed(begin, "no " + END + type + DASHES + " follows: is the file cut off?");
  }

  private byte[] decode(String base64, List<String> lines, int begin) throws TlsConfigException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      for (int at = begin + 1; at < lines.size() && !lines.get(at).startsWith(END); at++) {
        String line = lines.get(at).strip();
        if (line.indexOf(':') < 0 && !line.matches("[A-Za-z0-9+/]*={0,2}")) {
          throw malformed(at, "not base64: copy the file again");
        }
      }
      throw malformed(begin, "the base64 of this block is incomplete: copy the file again");
    }
  }

  private TlsConfigException malformed(int index, String message) {
    return new TlsConfigException(Problem.MALFORMED, file, index + 1, message, null);
  }
}
