package dev.belfry.server.console.page;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.server.console.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Somebody who is signed in opens a page or sends a form.
 *
 * @param base {@code /console} or {@code /portal}: all links begin with it
 * @param path what the pattern's {@code {names}} stand for
 * @param tenant whose things are shown; empty when the operator looks at all
 * @param query what stands behind the question mark
 */
public record Visit(
    Request request,
    Session session,
    String base,
    Map<String, String> path,
    String tenant,
    Params query,
    Api api) {

  public Visit {
    path = Map.copyOf(path);
  }

  /** The form that came with it. */
  public Params form() {
    return Params.read(new String(request.body(), StandardCharsets.UTF_8));
  }

  /** The same for what goes on after the answer: what was sent is not kept for it. */
  public Visit withoutForm() {
    return new Visit(request.withoutBody(), session, base, path, tenant, query, api);
  }

  /** Our own API for what belongs to an item, also while the operator looks at all tenants. */
  public Api apiOf(Item item) {
    return tenant.isEmpty() && item.has("tenant")
        ? api.as(session.caller(new TenantId(item.text("tenant"))))
        : api;
  }

  /** What the pattern's {@code {name}} stands for. */
  public String named(String name) {
    return path.getOrDefault(name, "");
  }

  /** Whether only the part of a page that changes is wanted. */
  public boolean wantsPart() {
    return request.header("hx-request").isPresent();
  }

  /** The address of another page here, for the same tenant. */
  public String link(String path) {
    return link(path, Params.none());
  }

  public String link(String path, Params query) {
    var all = session.isOperator() && !tenant.isEmpty() ? query.with("tenant", tenant) : query;
    return base + path + (all.isEmpty() ? "" : "?" + all.query());
  }

  /** The address of the page of something that a list of all tenants has. */
  public String link(String path, Item item) {
    return session.isOperator() && item.has("tenant")
        ? base + path + "?" + Params.none().with("tenant", item.text("tenant")).query()
        : link(path);
  }

  /**
   * Goes on to another page.
   *
   * @param said a word that {@link Notices} knows
   */
  public Response goTo(String path, String said) {
    return goTo(path, Params.none(), said);
  }

  public Response goTo(String path, Params query, String said) {
    return Response.of(303)
        .with("Location", link(path, said.isEmpty() ? query : query.with("said", said)));
  }

  /**
   * Nothing is shown to who may not do it either.
   *
   * @throws NotShown if the person may not change things
   */
  public void mustManage() {
    if (!session.mayManage()) {
      throw new NotShown(403, "You may look, but not change things: the key has no scope manage.");
    }
  }

  /**
   * For pages about one tenant's things.
   *
   * @throws NotShown if the operator has not chosen a tenant
   */
  public void mustHaveTenant() {
    if (tenant.isEmpty()) {
      throw new NotShown(400, "Choose a tenant first.");
    }
  }

  /**
   * For the operator's own pages.
   *
   * @throws NotShown for everybody else, as if there were nothing
   */
  public void mustBeOperator() {
    if (!session.isOperator()) {
      throw new NotShown(404, "There is no such page.");
    }
  }
}
