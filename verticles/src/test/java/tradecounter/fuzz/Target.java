package tradecounter.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.edi.EdifactFormat;
import tradecounter.edi.RecordUnit;
import tradecounter.edi.X12Format;
import tradecounter.feed.EventSplitter;
import tradecounter.format.CsvFormat;
import tradecounter.format.Format;
import tradecounter.format.JsonFormat;
import tradecounter.format.NdjsonFormat;
import tradecounter.format.PackedException;
import tradecounter.format.UnpackedBytes;
import tradecounter.format.XmlFormat;
import tradecounter.security.TokenBytes;

/**
 * What reads bytes from outside. The first byte of an input chooses among settings, the rest is
 * what was sent.
 */
enum Target {
  JSON {
    @Override
    void take(int choice, byte[] bytes) throws IOException {
      new Readings(new JsonFormat(List.of("", "/v", "/v/w").get(choice % 3)), true).of(bytes);
    }
  },
  NDJSON {
    @Override
    void take(int choice, byte[] bytes) throws IOException {
      new Readings(new NdjsonFormat(), true).of(bytes);
    }
  },
  CSV {
    @Override
    void take(int choice, byte[] bytes) throws IOException {
      new Readings(CSVS.get(choice % CSVS.size()), true).of(bytes);
    }
  },
  XML {
    @Override
    void take(int choice, byte[] bytes) throws IOException {
      new Readings(new XmlFormat(List.of("/a", "/a/b", "/a/b/c").get(choice % 3)), true).of(bytes);
    }
  },
  X12 {
    @Override
    void take(int choice, byte[] bytes) throws IOException {
      Format format =
          new X12Format(X12Format.Acknowledge.NONE, "UTF-8", unit(choice), 500, Map.of());
      new Readings(format, false).of(bytes);
    }
  },
  EDIFACT {
    @Override
    void take(int choice, byte[] bytes) throws IOException {
      Format format =
          new EdifactFormat(EdifactFormat.Acknowledge.NONE, unit(choice), 500, Map.of());
      new Readings(format, false).of(bytes);
    }
  },
  GZIP {
    @Override
    void take(int choice, byte[] bytes) throws IOException {
      try (InputStream unpacked = new UnpackedBytes(new ByteArrayInputStream(bytes), 100_000)) {
        byte[] all = unpacked.readAllBytes();
        boolean gzip = bytes.length > 1 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B;
        if (gzip) {
          try (InputStream theirs = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            Readings.require(
                java.util.Arrays.equals(all, theirs.readAllBytes()), "the bytes that were packed");
          }
        } else {
          Readings.require(java.util.Arrays.equals(all, bytes), "the bytes that were packed");
        }
      } catch (PackedException e) {
        Readings.require(!e.detail().isBlank(), "no detail");
      }
    }
  },
  EVENT {
    @Override
    void take(int choice, byte[] bytes) {
      if (new EventDecoder("feed", choice % 2 == 0).decode(bytes)
          instanceof Decoded.Refused refused) {
        Readings.require(
            !refused.code().isBlank() && !refused.detail().isBlank(), "an account of a refusal");
      }
    }
  },
  BATCH {
    @Override
    void take(int choice, byte[] bytes) {
      if (EventSplitter.split(bytes) instanceof EventSplitter.Split.Events(List<byte[]> each)) {
        EventDecoder decoder = new EventDecoder("feed", true);
        each.forEach(decoder::decode);
        long length = each.stream().mapToLong(event -> event.length).sum();
        Readings.require(length <= bytes.length, "more than was sent");
      }
    }
  },
  TOKEN {
    @Override
    void take(int choice, byte[] bytes) {
      TokenBytes.open(choice % 2 == 1, bytes);
    }
  },
  /** Breaks, to show that what breaks is found. */
  CANARY {
    @Override
    void take(int choice, byte[] bytes) {
      Readings.require(bytes.length < 2 || bytes[0] != 'n' || bytes[1] != 'o', "the canary");
    }
  };

  private static final List<CsvFormat> CSVS =
      List.of(
          csv("UTF-8", ",", "\"", "", false),
          csv("UTF-8", ";", "'", "#", true),
          csv("windows-1252", "\t", "", "#", true),
          csv("UTF-16", ",", "\"", "", false),
          csv("UTF-16LE", "|", "\"", "#", true),
          csv("UTF-8", "||", "\"", "", false),
          csv("UTF-8", "¦¦", "\"", "#", true),
          new CsvFormat("UTF-8", ",", "\"", "", 1, true, List.of("a", "b"), false, "NULL"),
          new CsvFormat("ISO-8859-1", ",", "\"", "", 0, false, List.of("a"), true, ""));

  private static CsvFormat csv(
      String charset, String delimiter, String quote, String comment, boolean trim) {
    return new CsvFormat(charset, delimiter, quote, comment, 0, true, List.of(), trim, "");
  }

  private static RecordUnit unit(int choice) {
    return choice % 2 == 0 ? RecordUnit.TRANSACTION : RecordUnit.LINE;
  }

  /** Reads what was sent, and throws whatever is not in the contract of what reads it. */
  abstract void take(int choice, byte[] bytes) throws IOException;

  /** Where the inputs to begin with lie, among the resources of the tests. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
