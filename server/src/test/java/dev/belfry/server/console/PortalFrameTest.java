package dev.belfry.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** T90: the portal stands in pages of the allowed origins, and nowhere else. */
@EnabledIf(
    value = "dev.belfry.server.console.Chromium#isThere",
    disabledReason = "there is no /usr/bin/chromium")
class PortalFrameTest {

  @Test
  void when_a_page_frames_the_portal_then_it_works_for_allowed_origins_only_T90() {
    try (var site = FakeReceiver.start();
        var other = FakeReceiver.start();
        var rig =
            new ConsoleRig(Map.of("BELFRY_PORTAL_ORIGINS", "http://localhost:" + site.port()));
        var chromium = new Chromium();
        var operator = rig.operator()) {
      var link =
          operator
              .post("/v1/portal-links", "application/json", "{\"tenant\":\"dev\"}")
              .orFail()
              .json()
              .get("url")
              .asString();
      var html =
          "<!doctype html><title>Shop</title><iframe src=\"%s\" title=\"Webhooks\"></iframe>";
      var framing = Reply.status(200).with("content-type", "text/html").body(html.formatted(link));
      site.script().always(framing);
      other.script().always(framing);
      var page = chromium.window(1200, 900, ColorScheme.LIGHT);

      page.navigate("http://localhost:" + site.port() + "/");
      var portal = page.frameLocator("iframe");
      assertThat(portal.locator("h1")).hasText("Overview");
      portal.locator(".menu").getByRole(AriaRole.LINK, named("Webhooks")).click();
      assertThat(portal.locator("h1")).hasText("Webhooks");
      assertThat(chromium.wrongs).isEmpty();
      portal.getByRole(AriaRole.LINK, framed("New webhook")).first().click();
      portal.locator("#f-url").fill("http://127.0.0.1:2000/framed");
      portal.getByRole(AriaRole.BUTTON, framed("Make the webhook")).click();
      assertThat(portal.locator("#secret")).isVisible();

      page.navigate("http://localhost:" + other.port() + "/");
      assertThat(page.frameLocator("iframe").locator("main")).hasCount(0);
      page.waitForCondition(() -> isWrong(chromium, "frame-ancestors"));
      chromium.wrongs.clear();
      site.script()
          .always(
              Reply.status(200)
                  .with("content-type", "text/html")
                  .body(html.formatted(rig.url + "/console/sign-in")));
      page.navigate("http://localhost:" + site.port() + "/");
      assertThat(page.frameLocator("iframe").locator("main")).hasCount(0);
      page.waitForCondition(() -> isWrong(chromium, "frame"));
    }
  }

  /** The browser says so a moment after the frame stayed empty. */
  private static boolean isWrong(Chromium chromium, String part) {
    return chromium.wrongs.stream().anyMatch(wrong -> wrong.contains(part));
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static com.microsoft.playwright.FrameLocator.GetByRoleOptions framed(String name) {
    return new com.microsoft.playwright.FrameLocator.GetByRoleOptions().setName(name);
  }
}
