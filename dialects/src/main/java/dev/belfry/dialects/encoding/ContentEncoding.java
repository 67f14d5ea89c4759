package dev.belfry.dialects.encoding;

import dev.belfry.dialects.encoding.UndecodableBody.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/** Undoes the {@code Content-Encoding} of a request. */
public final class ContentEncoding {

  /** One upon the other; nobody needs more, and each costs up to the limit. */
  private static final int MOST_LAYERS = 2;

  private ContentEncoding() {}

  /**
   * The body as it was before it was encoded.
   *
   * @param encoding the header's value; several are undone from the last to the first
   * @param most bytes it may have then
   * @throws UndecodableBody if it cannot be had
   */
  public static byte[] decode(String encoding, byte[] body, int most) {
    var names = encoding.split(",", -1);
    if (names.length > MOST_LAYERS) {
      throw new UndecodableBody(Fault.UNSUPPORTED);
    }
    var decoded = body;
    for (int i = names.length - 1; i >= 0; i--) {
      decoded = decodeOne(names[i].strip().toLowerCase(Locale.ROOT), decoded, most);
    }
    return decoded;
  }

  private static byte[] decodeOne(String name, byte[] body, int most) {
    try {
      return switch (name) {
        case "", "identity" -> body;
        case "br" -> inflate(new BrotliInputStream(new ByteArrayInputStream(body)), most);
        case "gzip", "x-gzip" -> inflate(new GZIPInputStream(new ByteArrayInputStream(body)), most);
        case "deflate" -> inflate(new InflaterInputStream(new ByteArrayInputStream(body)), most);
        default -> throw new UndecodableBody(Fault.UNSUPPORTED);
      };
    } catch (IOException | IllegalStateException | IndexOutOfBoundsException _) {
      throw new UndecodableBody(Fault.BROKEN);
    }
  }

  private static byte[] inflate(InputStream in, int most) throws IOException {
    try (in) {
      var bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new UndecodableBody(Fault.TOO_LARGE);
      }
      return bytes;
    }
  }
}
