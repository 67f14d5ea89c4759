package dev.belfry.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.server.Program;
import dev.belfry.server.cli.ChildProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Somebody who has the console, {@code belfry listen}, and nothing else. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class NewUserTest {

  @Test
  void when_a_new_user_has_only_the_console_then_a_failure_is_found_mended_and_retried()
      throws IOException {
    try (var rig = new ConsoleRig(Map.of());
        var chromium = new Chromium();
        var processes = new ChildProcesses()) {
      var port = freePort();
      var page = chromium.window(1200, 900, ColorScheme.LIGHT);
      page.navigate(rig.url + "/");
      page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill(Program.DEV_SECRET);
      page.locator("button[type=submit]").click();

      menu(page, "Webhooks").click();
      page.getByRole(AriaRole.LINK, named("New webhook")).click();
      page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).first().fill("First");
      page.locator("#f-url").fill("http://127.0.0.1:" + port + "/hooks");
      page.getByText("Retries and time limits").click();
      page.locator("#f-schedule").fill("1h"); // no attempt comes in between
      button(page, "Make the webhook").click();
      assertThat(page.locator("#secret")).hasText(Pattern.compile("whsec_.+"));
      var secret = page.locator("#secret").innerText();
      page.getByText("I have kept it").click();
      assertThat(page.locator("h1")).hasText("First");

      menu(page, "Events").click();
      page.getByRole(AriaRole.LINK, named("Send an event")).first().click();
      button(page, "Send it").click();
      assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("accepted and is on disk");

      page.locator("table a").first().click();
      assertThat(page.locator("#delivery")).containsText("Nothing accepted the connection");
      assertThat(page.locator("#delivery")).containsText("Is the receiver running");
      assertThat(page.locator("#delivery .status"))
          .containsText(Pattern.compile("Attempt [2-9] is due in .+"));

      var listening =
          processes.start("listen", "--port", Integer.toString(port), "--secret", secret, "--json");
      awaitLine(listening);
      button(page, "Send it now").click();
      assertThat(page.locator("#delivery .state")).hasText("delivered");
      assertThat(page.locator("#delivery")).containsText("The receiver answered 200");
      assertThat(button(page, "Send it now")).hasCount(0);
      assertThat(listening.inputReader().readLine()).contains("\"verdict\":\"good\"");
      assertThat(chromium.wrongs).isEmpty();
    }
  }

  /** What it prints when it has its port. */
  private static void awaitLine(Process listening) throws IOException {
    var lines = listening.errorReader();
    var line = lines.readLine();
    while (line != null && !line.contains("Listening on http://127.0.0.1:")) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
  }

  private static Locator menu(Page page, String name) {
    return page.locator(".menu")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
