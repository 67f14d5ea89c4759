package dev.belfry.server.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real browser, and what it found wrong. */
final class Chromium implements AutoCloseable {

  static final Path BINARY = Path.of("/usr/bin/chromium");
  private static final String AXE = axe();

  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(BINARY)
                  .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")));

  /** What scripts did that should not run, and what the content security policy stopped. */
  final List<String> wrongs = new ArrayList<>();

  /** What pages asked before they did something. */
  final List<String> asked = new ArrayList<>();

  /** The answer to what they ask. */
  boolean agrees = true;

  /** For {@code @EnabledIf}. Says loudly that tests are left out; CI, which installs it, fails. */
  static boolean isThere() {
    if (Files.isExecutable(BINARY)) {
      return true;
    }
    if ("chromium".equals(System.getenv("TESTS_MUST_HAVE"))) {
      throw new IllegalStateException("there is no " + BINARY + ", and these tests must run");
    }
    System.err.println("LEFT OUT: tests of the console in a browser, as there is no " + BINARY);
    return false;
  }

  /** A new window. */
  Page window(int width, int height, ColorScheme scheme) {
    return window(width, height, scheme, "Europe/Berlin");
  }

  Page window(int width, int height, ColorScheme scheme, String zone) {
    var context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId(zone));
    return watched(context);
  }

  /** The same without JavaScript. */
  Page windowWithoutScripts() {
    return browser
        .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))
        .newPage();
  }

  private Page watched(BrowserContext context) {
    context.setDefaultTimeout(60_000);
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    var page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && !message.text().contains("the server responded")) {
        wrongs.add(page.url() + ": " + message.text());
      }
    });
    page.onPageError(error -> wrongs.add(page.url() + ": " + error));
    page.onDialog(dialog -> {
      if (dialog.type().equals("alert")) {
        wrongs.add(page.url() + ": a script ran");
        dialog.dismiss();
        return;
      }
      asked.add(dialog.message());
      if (agrees) {
        dialog.accept();
      } else {
        dialog.dismiss();
      }
    });
    return page;
  }

  /** What axe finds against it; empty if nothing. */
  static List<String> barriers(Page page) {
    page.evaluate(AXE);
    var found =
        page.evaluate(
            """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
              (violation) => violation.nodes.map((node) => violation.id + ': ' + node.target + ': '
                + node.failureSummary))
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  private static String axe() {
    try (var in =
        Chromium.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
