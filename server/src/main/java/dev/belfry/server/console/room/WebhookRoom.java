package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.server.console.page.Answer;
import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.NotShown;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Visit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Webhooks: found, shown, made, changed, tried out. */
public final class WebhookRoom implements Room {

  private static final String HERE = "webhooks";
  private static final String API = "/v1/webhooks/";

  private final Pages pages;

  public WebhookRoom(Pages pages) {
    this.pages = pages;
  }

  @Override
  public List<Door> doors() {
    return List.of(
        Door.get("/webhooks", this::list),
        Door.get("/webhooks/new", this::blank),
        Door.post("/webhooks/new", this::create),
        Door.post("/webhooks/new/check", visit -> check(visit, null)),
        Door.get("/webhooks/{id}", this::show),
        Door.get("/webhooks/{id}/edit", this::edit),
        Door.post("/webhooks/{id}/edit", this::change),
        Door.post("/webhooks/{id}/edit/check", visit -> check(visit, webhook(visit))),
        Door.post("/webhooks/{id}/pause", visit -> turn(visit, "/pause", "webhook-paused")),
        Door.post("/webhooks/{id}/resume", visit -> turn(visit, "/resume", "webhook-resumed")),
        Door.post("/webhooks/{id}/test", this::test),
        Door.post("/webhooks/{id}/rotate", this::rotate),
        Door.post("/webhooks/{id}/delete", WebhookRoom::delete));
  }

  private Response list(Visit visit) {
    var query = visit.query().only("state", "dialect", "type", "url", "cursor");
    var listing = Listing.of(visit.api().get("/v1/webhooks", query));
    return pages.show(
        "webhooks", pages.frame(visit, "Webhooks", HERE), Map.of("list", listing, "filter", query));
  }

  private Response show(Visit visit) {
    var webhook = webhook(visit);
    var of = Params.none().with("webhook", webhook.text("id")).with("limit", "10");
    return pages.show(
        "webhook",
        pages.frame(visit, name(webhook), HERE),
        Map.of(
            "webhook", webhook,
            "deliveries", Listing.of(visit.api().get("/v1/deliveries", of)),
            "course", Course.of(visit, webhook.text("id")),
            "failure", Failures.latest(visit, webhook),
            "samples", Samples.verifying()));
  }

  private Response blank(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    return form(visit, 200, null, WebhookFields.blank(), Map.of());
  }

  private Response create(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    var form = visit.form();
    var answer = visit.api().send("POST", "/v1/webhooks", WebhookFields.created(form));
    if (!answer.good()) {
      return form(visit, 422, null, form, faults(answer));
    }
    return pages.show(
        201,
        "webhook-made",
        pages.frame(visit, "Keep the secret", HERE),
        Map.of(
            "webhook", answer.item(),
            "secret", answer.item().text("secret"),
            "until", "",
            "samples", Samples.verifying()));
  }

  private Response edit(Visit visit) {
    visit.mustManage();
    var webhook = webhook(visit);
    return form(visit, 200, webhook, WebhookFields.of(webhook), Map.of());
  }

  private Response change(Visit visit) {
    visit.mustManage();
    var webhook = webhook(visit);
    var form = visit.form();
    var answer =
        visit.api().send("PATCH", API + webhook.text("id"), WebhookFields.changed(form, webhook));
    return answer.good()
        ? visit.goTo("/webhooks/" + webhook.text("id"), "webhook-changed")
        : form(visit, 422, webhook, form, faults(answer));
  }

  /**
   * What is wrong with a form so far. Our own API judges it; a member that it cannot know makes
   * sure that nothing comes of it.
   */
  private Response check(Visit visit, @Nullable Item webhook) {
    visit.mustManage();
    var form = visit.form();
    var only = "(only checked)";
    var body =
        (webhook == null ? WebhookFields.created(form) : WebhookFields.changed(form, webhook))
            .put(only, true);
    var answer =
        webhook == null
            ? visit.api().send("POST", "/v1/webhooks", body)
            : visit.api().send("PATCH", API + webhook.text("id"), body);
    var faults = faults(answer);
    faults.keySet().removeIf(pointer -> pointer.contains(only));
    return pages.show(
        "part/webhook-faults",
        pages.frame(visit, "", HERE),
        Map.of("faults", faults, "webhook", webhook == null ? Item.empty() : webhook));
  }

  private Response form(
      Visit visit, int status, @Nullable Item webhook, Params values, Map<String, String> faults) {
    var title = webhook == null ? "New webhook" : "Change " + name(webhook);
    return pages.show(
        status,
        "webhook-form",
        pages.frame(visit, title, HERE),
        Map.of(
            "webhook", webhook == null ? Item.empty() : webhook,
            "values", values,
            "faults", faults));
  }

  private static Response turn(Visit visit, String how, String said) {
    visit.mustManage();
    visit.api().post(API + visit.named("id") + how).orThrow();
    return visit.goTo("/webhooks/" + visit.named("id"), said);
  }

  private Response test(Visit visit) {
    visit.mustManage();
    var attempt = visit.api().post(API + visit.named("id") + "/test").orThrow();
    return visit.wantsPart()
        ? pages.show(
            "part/tested",
            pages.frame(visit, "", HERE),
            Map.of("attempt", attempt, "plain", Plain.attempt(attempt)))
        : pages.show(
            "tested",
            pages.frame(visit, "Test", HERE),
            Map.of("attempt", attempt, "plain", Plain.attempt(attempt), "id", visit.named("id")));
  }

  private Response rotate(Visit visit) {
    visit.mustManage();
    var webhook = webhook(visit);
    var body = Json.object().put("overlap", visit.form().text("overlap", "24h"));
    var rotated =
        visit.api().send("POST", API + webhook.text("id") + "/secret/rotations", body).orThrow();
    return pages.show(
        201,
        "webhook-made",
        pages.frame(visit, "Keep the new secret", HERE),
        Map.of(
            "webhook", webhook,
            "secret", rotated.text("secret"),
            "until", rotated.text("previousValidUntil"),
            "samples", Samples.verifying()));
  }

  private static Response delete(Visit visit) {
    visit.mustManage();
    var answer = visit.api().delete(API + visit.named("id"));
    if (!answer.good()) {
      throw new NotShown(answer.status(), answer.detail());
    }
    return visit.goTo("/webhooks", "webhook-deleted");
  }

  private static Item webhook(Visit visit) {
    visit.mustHaveTenant();
    return visit.api().get(API + visit.named("id")).orThrow();
  }

  private static String name(Item webhook) {
    return webhook.text("name", webhook.text("id"));
  }

  /** A refusal that names no member is shown above the form. */
  private static Map<String, String> faults(Answer answer) {
    var faults = answer.faults();
    if (faults.isEmpty() && !answer.good()) {
      faults.put("", answer.detail());
    }
    return faults;
  }
}
