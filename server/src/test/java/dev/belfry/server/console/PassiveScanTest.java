package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * T89: every page that can be reached by links is held against the rules of a passive scanner's
 * baseline.
 *
 * @see <a href="https://www.zaproxy.org/docs/docker/baseline-scan/">ZAP's baseline scan</a>
 */
class PassiveScanTest {

  private static final int MOST_PAGES = 300;
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)");
  private static final Pattern TAG = Pattern.compile("<[a-z][^>]*>");
  private static final Pattern INLINE =
      Pattern.compile(
          "<script(?![^>]*\\bsrc=)[^>]*>|<style\\b|\\sstyle=|\\son[a-z]+=\"|javascript:");
  private static final Pattern ELSEWHERE =
      Pattern.compile("<(?:script|link|img|iframe|source)[^>]*(?:src|href)=\"(?:https?:)?//");
  private static final Pattern LEAK =
      Pattern.compile(
          "\\bat [a-z]+\\.[a-z.]+\\(|(?:java|dev\\.belfry)\\.[a-z.]+[A-Z]\\w*(?:Exception|Error)"
              + "|SQLITE_|\\bselect .+ from\\b|file:/|/(?:home|root)/",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern POST_FORM =
      Pattern.compile("<form[^>]*method=\"post\"[^>]*>.*?</form>", Pattern.DOTALL);

  @ParameterizedTest
  @EnumSource
  void when_all_pages_are_walked_then_no_rule_of_the_baseline_is_broken_T89(As as) {
    try (var rig = new ConsoleRig(Map.of());
        var receiver = FakeReceiver.start()) {
      givenThings(rig, receiver);
      var cookie = as.comesIn(rig);
      var broken = new ArrayList<String>();

      var seen = walk(rig, as.home, cookie, broken);

      assertThat(broken).isEmpty();
      assertThat(seen).hasSizeGreaterThan(25).hasSizeLessThan(MOST_PAGES);
      assertThat(seen)
          .anyMatch(path -> path.contains("/deliveries/dlv_"))
          .filteredOn(path -> as == As.GUEST && path.startsWith("/console"))
          .isEmpty();
    }
  }

  /** Who walks. */
  enum As {
    OPERATOR("/"),
    TENANT("/"),
    GUEST("/portal");

    private final String home;

    As(String home) {
      this.home = home;
    }

    private String comesIn(ConsoleRig rig) {
      return switch (this) {
        case OPERATOR -> rig.signIn(rig.operatorKey());
        case TENANT -> rig.signIn(Program.DEV_SECRET);
        case GUEST -> rig.openPortal("{\"tenant\":\"dev\",\"theme\":\"dark\"}");
      };
    }
  }

  @Test
  void when_a_page_breaks_a_rule_then_the_scan_sees_it_T89() {
    assertThat(INLINE.matcher("<p onclick=\"x()\">").find()).isTrue();
    assertThat(INLINE.matcher("<script>x</script>").find()).isTrue();
    assertThat(INLINE.matcher("<script src=\"/a.js\" defer></script>").find()).isFalse();
    assertThat(ELSEWHERE.matcher("<img src=\"//cdn.example/a.png\">").find()).isTrue();
    assertThat(LEAK.matcher("java.lang.IllegalStateException: x").find()).isTrue();
    assertThat(LEAK.matcher("at dev.belfry.server.Program.start(Program.java:1)").find()).isTrue();
  }

  private static Set<String> walk(ConsoleRig rig, String home, String cookie, List<String> broken) {
    var seen = new HashSet<>(Set.of(home));
    var next = new ArrayDeque<>(List.of(home));
    while (!next.isEmpty() && seen.size() < MOST_PAGES) {
      var path = next.remove();
      var answer = rig.get(path, cookie);
      if (answer.statusCode() >= 400) {
        broken.add(path + ": a link that leads to " + answer.statusCode());
      }
      scan(path, answer, cookie, broken);
      if (header(answer, "content-type").startsWith("text/html")) {
        var links = LINK.matcher(answer.body());
        while (links.find()) {
          var link = links.group(1).replace("&amp;", "&");
          if (link.startsWith("/") && !isDownload(link) && seen.add(link)) {
            next.add(link);
          }
        }
      }
    }
    return seen;
  }

  /** What streams for ever, or belongs to the API and its document. */
  private static boolean isDownload(String link) {
    return link.startsWith("/v1/") || link.startsWith("/docs") || link.contains("/stream");
  }

  private static void scan(
      String path, HttpResponse<String> answer, String cookie, List<String> broken) {
    var type = header(answer, "content-type");
    must(
        broken, path, "has a policy", header(answer, "content-security-policy").contains("'none'"));
    must(
        broken,
        path,
        "forbids sniffing",
        header(answer, "x-content-type-options").equals("nosniff"));
    must(broken, path, "tells no version", header(answer, "server").isEmpty());
    must(broken, path, "tells no maker", header(answer, "x-powered-by").isEmpty());
    must(broken, path, "tells no session in it", !answer.body().contains(value(cookie)));
    for (var given : answer.headers().allValues("set-cookie")) {
      var safe =
          given.contains("HttpOnly") && given.contains("Secure") && given.contains("SameSite");
      must(broken, path, "guards its cookie", safe);
    }
    if (type.startsWith("text/html")) {
      must(broken, path, "names its charset", type.toLowerCase(Locale.ROOT).contains("utf-8"));
      must(broken, path, "is not stored", header(answer, "cache-control").contains("no-store"));
      scanPage(path, answer.body(), broken);
    }
  }

  private static void scanPage(String path, String page, List<String> broken) {
    var tags = String.join("\n", TAG.matcher(page).results().map(found -> found.group()).toList());
    must(broken, path, "has nothing inline", !INLINE.matcher(tags).find());
    must(broken, path, "loads nothing from elsewhere", !ELSEWHERE.matcher(tags).find());
    var leak = LEAK.matcher(page);
    must(broken, path, "tells nothing of its inside", !leak.find());
    must(
        broken,
        path,
        "opens windows without handing itself over",
        tags.lines().noneMatch(tag -> tag.contains("_blank") && !tag.contains("noopener")));
    POST_FORM
        .matcher(page)
        .results()
        .map(found -> found.group())
        .forEach(form -> must(broken, path, "proves its forms", form.contains("name=\"proof\"")));
  }

  private static void must(List<String> broken, String path, String what, boolean holds) {
    if (!holds) {
      broken.add(path + ": not so: " + what);
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String value(String cookie) {
    return cookie.substring(cookie.indexOf('=') + 1);
  }

  private static void givenThings(ConsoleRig rig, FakeReceiver receiver) {
    receiver.script("/bad").always(Reply.status(500).body("no"));
    try (var api = rig.api()) {
      for (var path : List.of("/good", "/bad")) {
        api.post(
                "/v1/webhooks",
                "application/json",
                "{\"url\":\"" + receiver.url(path) + "\",\"name\":\"" + path.substring(1) + "\"}")
            .orFail();
      }
      for (int i = 0; i < 5; i++) {
        api.post(
                "/v1/events",
                "application/json",
                "{\"type\":\"order.paid\",\"subject\":\"o/" + i + "\"}")
            .orFail();
      }
      receiver.await(10, Duration.ofSeconds(30));
    }
  }
}
