package dev.belfry.server.console.page;

import dev.belfry.server.console.asset.Assets;
import dev.belfry.server.console.session.Cookies;
import dev.belfry.server.console.session.Who;

/**
 * What is around every page.
 *
 * @param title of the page, for the tab and its heading
 * @param here the place in the menu
 */
public record Frame(Visit visit, Facts facts, Assets assets, String title, String here) {

  public String link(String path) {
    return visit.link(path);
  }

  public String link(String path, Params query) {
    return visit.link(path, query);
  }

  public String link(String path, Item item) {
    return visit.link(path, item);
  }

  /** The same page with one thing of its query changed. */
  public String again(String name, String value) {
    var path = visit.request().path();
    var base = path.startsWith(visit.base()) ? path.substring(visit.base().length()) : "";
    return visit.link(base, visit.query().without("said").with(name, value));
  }

  public String asset(String name) {
    return assets.url(name);
  }

  public boolean operator() {
    return visit.session().isOperator();
  }

  public boolean guest() {
    return visit.session().isGuest();
  }

  public boolean mayManage() {
    return visit.session().mayManage();
  }

  public boolean maySend() {
    return visit.session().maySend();
  }

  /** Whether the operator looks at all tenants at once. */
  public boolean allTenants() {
    return visit.tenant().isEmpty();
  }

  public String tenant() {
    return visit.tenant();
  }

  public String proof() {
    return visit.session().proof();
  }

  /** Whether our own API can do it; for what depends on how it was built. */
  public boolean can(String operation) {
    return facts.can(operation);
  }

  /** {@code light}, {@code dark}, or empty for the viewer's own. */
  public String theme() {
    if (visit.session().who() instanceof Who.Guest(_, _, var theme, _)) {
      return theme;
    }
    return Cookies.find(visit.request(), Cookies.THEME)
        .filter(theme -> theme.equals("light") || theme.equals("dark"))
        .orElse("");
  }

  /** What to say first. */
  public String notice() {
    return Notices.of(visit.query().text("said"));
  }

  /** Whether this is the place in the menu, for {@code aria-current}. */
  public boolean at(String place) {
    return here.equals(place);
  }
}
