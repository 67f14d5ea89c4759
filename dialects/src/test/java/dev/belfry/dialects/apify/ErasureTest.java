package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.ACME;
import static dev.belfry.dialects.apify.ApifyRig.ACTOR;
import static dev.belfry.dialects.apify.ApifyRig.body;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.rig.CodedReceiver;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is left of an event when its data are erased. */
class ErasureTest extends ApifyTest {

  @Test
  void when_an_event_is_erased_then_later_events_of_its_run_do_not_show_what_it_said() {
    var run = givenRun();
    var dataset = rig.get("/actor-runs/" + run).data().path("defaultDatasetId").asString();
    rig.receiver.answers = _ -> CodedReceiver.answer(500, "");
    rig.given(webhook());
    var first =
        rig.event(
                "ACTOR.RUN.CREATED",
                "{\"resource\":{\"id\":\"%s\",\"note\":\"from-the-first\"},%s}"
                    .formatted(run, eventData(run)))
            .id();
    rig.event(SUCCEEDED, "{%s}".formatted(eventData(run)));
    assertThat(attempt(1))
        .contains("\"note\":\"from-the-first\"")
        .contains("\"status\":\"SUCCEEDED\"", dataset);

    rig.engine.erasePayload(ACME, first, Actor.ADMIN);
    rig.clock.advance(Duration.ofMinutes(2));

    assertThat(attempt(2))
        .doesNotContain("from-the-first")
        .contains("\"status\":\"SUCCEEDED\"", dataset);
    assertThat(kept()).doesNotContain("from-the-first").contains(dataset);
  }

  @Test
  void when_an_old_event_would_go_while_a_later_one_waits_then_that_shows_what_it_said() {
    var run = givenRun();
    var id = rig.given(webhook());
    turn(id, WebhookState.PAUSED);
    var other = rig.event("something.else", "{}").id();
    rig.event(
        "ACTOR.RUN.CREATED",
        "{\"resource\":{\"id\":\"%s\",\"note\":\"from-the-first\"},%s}"
            .formatted(run, eventData(run)));
    rig.event(SUCCEEDED, "{%s}".formatted(eventData(run)));
    rig.clock.advance(Duration.ofDays(40));
    Eventually.holds(
        "old events go",
        Duration.ofSeconds(10),
        () -> rig.engine.events().find(ACME, other).isEmpty());

    turn(id, WebhookState.ACTIVE);

    assertThat(attempt(1)).contains("\"note\":\"from-the-first\"");
  }

  private void turn(String id, WebhookState state) {
    var webhooks = rig.engine.webhooks();
    var webhook = webhooks.findByVendorId(ACME, Choices.DIALECT, id).orElseThrow();
    webhooks.change(
        ACME, webhook.id(), OptionalLong.empty(), old -> old.in(state, null), Actor.ADMIN);
  }

  @Test
  void when_a_later_event_is_erased_then_what_it_said_is_gone() {
    var run = givenRun();
    var said = "{\"resource\":{\"note\":\"said\"},\"eventData\":{\"actorRunId\":\"" + run + "\"}}";
    var event = rig.event(SUCCEEDED, said).id();
    assertThat(kept()).contains("\"note\":\"said\"");

    rig.engine.erasePayload(ACME, event, Actor.ADMIN);

    assertThat(kept()).doesNotContain("said");
  }

  @Test
  void when_members_that_tell_where_a_run_stands_are_something_else_then_they_are_not_its_own() {
    var run = givenRun();
    var event =
        rig.event(
                SUCCEEDED,
                """
                {"resource":{"id":"%s","status":"odd-1","finishedAt":"odd-2","exitCode":"odd-3"},%s}
                """
                    .formatted(run, eventData(run)))
            .id();

    rig.engine.erasePayload(ACME, event, Actor.ADMIN);

    assertThat(kept()).doesNotContain("odd");
    var shown = rig.get("/actor-runs/" + run).data();
    assertThat(shown.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(shown.path("exitCode").asInt()).isZero();
  }

  private String givenRun() {
    return rig.post("/actors/" + ACTOR + "/runs", "{}").data().path("id").asString();
  }

  private static String eventData(String run) {
    return "\"eventData\":{\"actorId\":\"%s\",\"actorRunId\":\"%s\"}".formatted(ACTOR, run);
  }

  private String attempt(int number) {
    Eventually.holds(
        "attempt " + number, Duration.ofSeconds(60), () -> rig.receiver.received.size() == number);
    return body(rig.receiver.received.get(number - 1));
  }

  /** All that this dialect keeps besides webhooks. */
  private String kept() {
    return List.of("run", "resource", "event", "said").stream()
        .flatMap(kind ->
            rig.engine.records().list(new Shelf(ACME, Choices.DIALECT, kind), "", 100).stream())
        .map(entry -> entry.value())
        .collect(Collectors.joining("\n"));
  }
}
