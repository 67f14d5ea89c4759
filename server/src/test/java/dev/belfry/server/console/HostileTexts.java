package dev.belfry.server.console;

import java.util.ArrayList;
import java.util.List;

/** Texts that would run a script where a page did not take them as text. */
final class HostileTexts {

  private static final List<String> SEEDS =
      List.of(
          "<script>%s</script>",
          "\"><script>%s</script>",
          "'><img src=x onerror=%s>",
          "<svg onload=%s>",
          "</textarea><script>%s</script>",
          "</title><script>%s</script>",
          "</code></pre><svg/onload=%s>",
          "<iframe srcdoc=\"<script>parent.%s</script>\">",
          "<a href=\"javascript:%s\">x</a>",
          "<details open ontoggle=%s>",
          "<input autofocus onfocus=%s>",
          "<body onpageshow=%s>",
          "<div hx-get=/ hx-trigger=load hx-on::load=\"%s\">",
          "<div hx-on:click=\"%s\" hx-trigger=\"load[%s]\" hx-get=\"/\">",
          "<div data-hx-vals=\"js:{x:%s}\" data-hx-get=\"/\" data-hx-trigger=\"load\">",
          "<math><mtext><table><mglyph><style><img src=x onerror=%s>",
          "<style>@import '//evil.example/x.css'</style>",
          "<link rel=stylesheet href=//evil.example/x.css>",
          "<base href=//evil.example/>",
          "<meta http-equiv=refresh content=\"0;url=javascript:%s\">",
          "<object data=\"javascript:%s\">",
          "<form action=\"javascript:%s\"><button>x</button></form>",
          "{{constructor.constructor('%s')()}}",
          "${%s}",
          "`);%s//");

  private static final String CALL = "alert(1)";
  private static final String HIDDEN_CALL = "window.alert&#40;1)";

  /** What may end the place that a text stands in. */
  private static final List<String> BEFORE =
      List.of("", "'\"`", "-->", "]]>", "\\\"", "</script></style></select>");

  private HostileTexts() {}

  /** 50 of them. */
  static List<String> some() {
    var texts = new ArrayList<String>();
    for (var seed : SEEDS) {
      texts.add(seed.replace("%s", CALL));
      texts.add(BEFORE.get(1) + hidden(seed));
    }
    return texts;
  }

  /** 300 of them. */
  static List<String> many() {
    var texts = new ArrayList<String>();
    for (var seed : SEEDS) {
      for (var before : BEFORE) {
        texts.add(before + seed.replace("%s", CALL));
        texts.add(before + hidden(seed));
      }
    }
    return texts;
  }

  private static String hidden(String seed) {
    return seed.replace("%s", HIDDEN_CALL).replace("<script", "<ScRiPt");
  }
}
