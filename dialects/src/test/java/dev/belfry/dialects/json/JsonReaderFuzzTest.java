package dev.belfry.dialects.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** The reader against random documents, whole and damaged, with Jackson as the second opinion. */
class JsonReaderFuzzTest {

  private static final int ROUNDS = Boolean.getBoolean("belfry.long") ? 2_000_000 : 40_000;

  private static final JsonMapper JACKSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final SplittableRandom random = new SplittableRandom(20261101);

  @Test
  void when_a_document_is_sound_then_it_is_accepted() {
    for (int i = 0; i < ROUNDS; i++) {
      var text = value(0);

      assertThat(accepts(text.getBytes(UTF_8))).as(text).isTrue();
    }
  }

  @Test
  void when_a_damaged_document_is_accepted_then_jackson_accepts_it_too() {
    var accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      var bytes = damaged(value(0).getBytes(UTF_8));
      if (accepts(bytes)) {
        accepted++;
        assertThat(jacksonAccepts(bytes)).as(new String(bytes, UTF_8)).isTrue();
      }
    }
    assertThat(accepted).isBetween(ROUNDS / 100, ROUNDS);
  }

  private boolean accepts(byte[] bytes) {
    try {
      var reader = new JsonReader(bytes);
      reader.skip();
      reader.end();
      return true;
    } catch (MalformedJson e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
      return false;
    }
  }

  private static boolean jacksonAccepts(byte[] bytes) {
    try {
      JACKSON.readTree(bytes);
      return true;
    } catch (JacksonException _) {
      return false;
    }
  }

  private byte[] damaged(byte[] sound) {
    var bytes = Arrays.copyOf(sound, sound.length);
    for (int i = 0; i <= random.nextInt(3); i++) {
      var at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "{}[]\",:\\ue0-.9 ".charAt(random.nextInt(15));
        case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 7)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> number();
      case 3, 4 -> string();
      case 5 -> list(depth, "[", "]", false);
      default -> list(depth, "{", "}", true);
    };
  }

  private String list(int depth, String open, String close, boolean named) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < random.nextInt(5); i++) {
      items.add((named ? "\"" + i + string().substring(1) + space() + ":" : "") + value(depth + 1));
    }
    return open + space() + String.join(space() + "," + space(), items) + space() + close;
  }

  private String number() {
    var text = (random.nextBoolean() ? "-" : "") + random.nextInt(1000);
    if (random.nextInt(3) == 0) {
      text += "." + random.nextInt(1000);
    }
    return random.nextInt(3) == 0 ? text + "e" + (random.nextInt(600) - 300) : text;
  }

  private String string() {
    var text = new StringBuilder("\"");
    for (int i = 0; i < random.nextInt(8); i++) {
      switch (random.nextInt(6)) {
        case 0 -> text.append("\\u00").append(random.nextInt(10)).append("f");
        case 1 -> text.append("\\").append("\"\\/bfnrt".charAt(random.nextInt(8)));
        case 2 -> text.appendCodePoint(0x80 + random.nextInt(0xd000));
        case 3 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.append('"').toString();
  }

  private String space() {
    return " \n\t\r".substring(0, random.nextInt(5)).repeat(random.nextInt(2));
  }
}
