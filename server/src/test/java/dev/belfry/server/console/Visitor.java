package dev.belfry.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

/** Somebody who is signed in, and what is seen and pressed. */
record Visitor(Page page, ConsoleRig rig) implements AutoCloseable {

  static Visitor of(Chromium chromium, ConsoleRig rig, String key) {
    return signedIn(chromium.window(1200, 900, ColorScheme.LIGHT), rig, key);
  }

  static Visitor signedIn(Page page, ConsoleRig rig, String key) {
    page.navigate(rig.url + "/console/sign-in");
    page.locator("#key").fill(key);
    page.locator("button[type=submit]").click();
    page.waitForURL(rig.url + "/");
    return new Visitor(page, rig);
  }

  void opens(String path) {
    page.navigate(rig.url + path);
  }

  void presses(String button) {
    page.getByRole(AriaRole.BUTTON, named(button)).click();
  }

  void follows(String link) {
    page.getByRole(AriaRole.LINK, named(link)).first().click();
  }

  Locator main() {
    return page.locator("main");
  }

  Locator rows() {
    return page.locator("main tbody tr");
  }

  void isTold(String words) {
    assertThat(page.locator(".notice")).containsText(words);
  }

  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  @Override
  public void close() {
    page.context().close();
  }
}
