package dev.belfry.server.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.apidoc.LiveServer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page that shows the document to people. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsPageTest {

  private static final Pattern NAMED = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

  private LiveServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new LiveServer(folder);
  }

  @AfterAll
  void end() {
    server.close();
  }

  @Test
  void when_the_page_is_opened_then_its_policy_allows_nothing_but_this_server() {
    var page = get("/docs");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    var policy = String.valueOf(page.header("Content-Security-Policy"));
    assertThat(List.of(policy.split("; *")))
        .contains(
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "frame-ancestors 'none'");
    assertThat(policy).doesNotContain("unsafe", "http", "*");
  }

  @Test
  void when_the_page_is_opened_then_all_that_it_names_is_there_and_nothing_is_from_outside() {
    var page = get("/docs").text();
    var types = Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8");

    var assets = 0;
    for (var found : NAMED.matcher(page).results().toList()) {
      var name = found.group(1);
      assertThat(name).startsWith("/").doesNotStartWith("//");
      var answer = get(name);
      assertThat(answer.status()).as(name).isLessThan(400);
      if (name.startsWith("/docs/")) {
        assets++;
        assertThat(answer.header("Content-Type"))
            .isEqualTo(types.get(name.substring(name.lastIndexOf('.') + 1)));
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.body()).hasSizeGreaterThan(100);
      }
    }
    assertThat(assets).isEqualTo(4);
    assertThat(page).doesNotContain("<style", "style=").doesNotContainPattern("<script[^>]*>[^<]");
    assertThat(get("/docs/page.js").text()).contains("\"/openapi.json\"").doesNotContain("://");
  }

  @Test
  void when_something_else_of_the_jar_or_a_path_outside_is_asked_for_then_it_is_404() {
    for (var name :
        List.of("index.html", "..%2fpage.css", "swagger-ui.js", "%2e%2e", "pom.properties", "")) {
      assertThat(get("/docs/" + name).status()).as(name).isEqualTo(404);
    }
  }

  private Answer get(String target) {
    return server.call("GET", target, null, new byte[0]);
  }
}
