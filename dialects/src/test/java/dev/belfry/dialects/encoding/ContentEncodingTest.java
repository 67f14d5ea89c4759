package dev.belfry.dialects.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ContentEncodingTest {

  private static final int MOST = 1 << 20;

  @Test
  void when_the_reference_encoder_made_it_then_brotli_gives_back_what_went_in() throws IOException {
    var lines = vectors();

    assertThat(lines.length).isGreaterThan(50);
    for (var line : lines) {
      var parts = line.split(" ", -1);
      var plain = Base64.getDecoder().decode(parts[0]);
      var packed = Base64.getDecoder().decode(parts[1]);
      assertThat(ContentEncoding.decode("br", packed, MOST)).as(line).isEqualTo(plain);
    }
  }

  @Test
  void when_a_stream_is_damaged_then_it_is_refused_or_decoded_but_never_breaks()
      throws IOException {
    var random = new Random(7);
    for (var line : vectors()) {
      var packed = Base64.getDecoder().decode(line.split(" ", -1)[1]);
      for (int i = 0; i < 20; i++) {
        var damaged = packed.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        var thrown = catchThrowable(() -> ContentEncoding.decode("br", damaged, 1 << 16));
        assertThat(thrown == null || thrown instanceof UndecodableBody).as("%s", thrown).isTrue();
      }
    }
  }

  @Test
  void when_it_inflates_beyond_the_limit_then_it_is_too_large() throws IOException {
    var bomb = gzip(new byte[MOST + 1]);

    assertThatThrownBy(() -> ContentEncoding.decode("gzip", bomb, MOST))
        .isInstanceOfSatisfying(
            UndecodableBody.class,
            e -> assertThat(e.fault()).isEqualTo(UndecodableBody.Fault.TOO_LARGE));
  }

  @Test
  void when_it_is_gzip_then_it_is_inflated() throws IOException {
    var plain = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    assertThat(ContentEncoding.decode("GZIP", gzip(plain), MOST)).isEqualTo(plain);
  }

  @Test
  void when_the_encoding_is_unknown_then_it_is_unsupported() {
    assertThatThrownBy(() -> ContentEncoding.decode("bla", new byte[1], MOST))
        .isInstanceOfSatisfying(
            UndecodableBody.class,
            e -> assertThat(e.fault()).isEqualTo(UndecodableBody.Fault.UNSUPPORTED));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static String[] vectors() throws IOException {
    try (var in = ContentEncodingTest.class.getResourceAsStream("brotli-vectors.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip().split("\n", -1);
    }
  }
}
