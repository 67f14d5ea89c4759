package dev.belfry.dialects.apify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.apify.template.Js;
import dev.belfry.dialects.apify.template.JsonText;
import dev.belfry.dialects.apify.template.Template;
import dev.belfry.dialects.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RenderingTest {

  private static final String[] PIECES = {
    "a", "\"", "\\", "{{userId}}", "}}", "\n", "ü", "\uD800", "\uD83D\uDE00", "1", "\u2028", "/"
  };

  private final Random random = new Random(20261121);

  @Test
  void when_the_template_is_the_default_then_the_short_way_gives_what_the_long_one_does() {
    var settings =
        SettingsReader.create((ObjectNode) Json.read(ApifyRig.webhook().getBytes(UTF_8)));
    var shortWays = 0;
    for (int i = 0; i < 2_000; i++) {
      var context =
          Map.<String, Object>of(
              "userId", "Uu1Ss2Ee3Rr4Ii5Dd",
              "createdAt", "2030-01-02T03:04:05.678Z",
              "eventType", "ACTOR.RUN.FAILED",
              "eventData", random.nextInt(5) == 0 ? Js.Nothing.NULL : object(0),
              "resource", object(0));

      if (Rendering.isUsual(settings, context)) {
        var longWay = Template.fill(Choices.DEFAULT_TEMPLATE, context, false);
        assertThat(JsonText.write(Rendering.usual(context))).isEqualTo(JsonText.write(longWay));
        shortWays++;
      }
    }
    assertThat(shortWays).isGreaterThan(500);
  }

  private Object object(int depth) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.put(text(), value(depth + 1));
    }
    return JsonText.read(JsonText.write(object));
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> Js.Nothing.NULL;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
      case 3 -> (double) random.nextInt(100);
      case 4 -> text();
      case 5 -> List.of(value(depth + 1), value(depth + 1));
      default -> object(depth + 1);
    };
  }

  private String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }
}
