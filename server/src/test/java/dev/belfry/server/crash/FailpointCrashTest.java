package dev.belfry.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.store.Failpoint;
import dev.belfry.server.Failure;
import dev.belfry.server.OperatorKey;
import dev.belfry.server.client.Api;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** T02: the whole program ends at a named point, while work of all kinds goes on. */
class FailpointCrashTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int PRODUCERS = 8;
  private static final String JSON = "application/json";
  private static final String RETRIES = "\"1s\",\"1s\",\"1s\",\"1s\",\"1s\",\"1s\",\"1s\",\"1s\"";

  private static final Set<Failpoint> ON_A_NEW_FOLDER =
      EnumSet.of(Failpoint.BEFORE_MIGRATION, Failpoint.AFTER_MIGRATION, Failpoint.AFTER_KEY_MADE);

  private static final Set<Failpoint> SELDOM_PASSED =
      EnumSet.of(
          Failpoint.BEFORE_TAKE_UP,
          Failpoint.BEFORE_RETENTION_STEP,
          Failpoint.BEFORE_CHECKPOINT,
          Failpoint.AFTER_CHECKPOINT,
          Failpoint.BEFORE_BACKUP_NAMED);

  @TempDir Path folder;
  private final Ledger ledger = new Ledger();
  private final FakeReceiver receiver = FakeReceiver.start();
  private String replayed = "";

  @BeforeEach
  void listen() {
    receiver
        .script("/in")
        .always(
            Reply.chosen(request -> {
              ledger.arrive(
                  request.header("webhook-id").orElse("none"),
                  new String(request.body(), StandardCharsets.UTF_8));
              return Reply.ok();
            }));
    receiver.script("/failing").always(Reply.status(503));
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  /**
   * Not here: points of gathering (GatheringCrashTest), of a change of the master key
   * (MasterKeyCrashTest), of an event owed to very many (FanOutCrashTest), and of a full disk
   * (FullDiskCrashTest).
   */
  @ParameterizedTest
  @EnumSource(
      value = Failpoint.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "BEFORE_GATHERED",
        "AFTER_GATHERED",
        "AFTER_KEY_STEP",
        "AFTER_KEY_CHANGED",
        "BEFORE_FAN_OUT_STEP",
        "AFTER_RESERVE_RELEASED"
      })
  void when_the_process_ends_at_a_named_point_then_nothing_acknowledged_is_lost(Failpoint point) {
    if (ON_A_NEW_FOLDER.contains(point)) {
      assertThat(start(point)).as("it ends before it is ready").isNull();
      givenWebhooks();
    } else {
      givenWebhooks();
      workUntilItEnds(point);
    }

    assertAllArrives();
  }

  private void workUntilItEnds(Failpoint point) {
    var child = start(point);
    if (child == null) {
      return;
    }
    try (child;
        var producers = new Producers(child.url(), ledger, PRODUCERS)) {
      var operator = Thread.startVirtualThread(() -> operate(child, point));
      assertThat(child.await(LIMIT)).isEqualTo(137);
      producers.join();
      operator.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Failures, replays, webhooks deleted with all they are owed, backups. */
  private void operate(Child child, Failpoint point) {
    try (var api = api(child);
        var operator = new Api(URI.create(child.url()), operatorKey(), null)) {
      for (int round = 0; child.isAlive(); round++) {
        api.post("/v1/events", JSON, "{\"type\":\"failing.x\"}");
        api.post("/v1/events", JSON, "{\"type\":\"replayed.x\"}");
        api.post(
            "/v1/replays",
            JSON,
            "{\"webhook\":\"%s\",\"since\":\"2000-01-01T00:00:00Z\"}".formatted(replayed));
        var left = webhook(api, "/failing", "left");
        api.post("/v1/events", JSON, "{\"type\":\"left.x\"}");
        api.send("DELETE", "/v1/webhooks/" + left, "", Map.of());
        if (point == Failpoint.BEFORE_BACKUP_NAMED) {
          var file = folder.resolve("backup" + round).toAbsolutePath();
          operator.post("/v1/admin/backup", JSON, "{\"file\":\"" + file + "\"}");
        }
      }
    } catch (Failure _) {
      // It has ended: that is what is waited for.
    }
  }

  /** One that events go to, others that fail, are replayed, or hold what they are owed. */
  private void givenWebhooks() {
    try (var child = start();
        var api = api(child)) {
      webhook(api, "/in", "count");
      webhook(api, "/failing", "failing");
      replayed = webhook(api, "/replayed", "replayed");
      var held = webhook(api, "/held", "held");
      api.post("/v1/webhooks/" + held + "/pause", JSON, "").orFail();
      api.post("/v1/events", JSON, "{\"type\":\"held.x\"}").orFail();
      child.stop();
    }
  }

  private String webhook(Api api, String path, String type) {
    return api.post(
            "/v1/webhooks",
            JSON,
            """
            {"url":"%s","types":["%s.*"],"maxInFlight":64,"retry":{"schedule":[%s]}}\
            """
                .formatted(receiver.url(path), type, RETRIES))
        .orFail()
        .json()
        .get("id")
        .asString();
  }

  private void assertAllArrives() {
    try (var child = start();
        var api = api(child)) {
      var last = ledger.nextNumber();
      var event = "{\"type\":\"count.grown\",\"data\":{\"number\":%d}}".formatted(last);
      api.post("/v1/events", JSON, event).orFail();
      ledger.acknowledge(last);
      Eventually.holds("all that was acknowledged arrives", LIMIT, () -> ledger.missing() == 0);
      assertThat(child.isAlive()).isTrue();
      child.stop();
    }
    assertThat(ledger.unstable()).isEmpty();
  }

  /** Null if it ends before it is ready. */
  private @org.jspecify.annotations.Nullable Child start(Failpoint point) {
    var once = SELDOM_PASSED.contains(point) || ON_A_NEW_FOLDER.contains(point);
    var pass = once ? 1 : point.label().length() % 3 + 1;
    return Child.start(
        folder.resolve("data"),
        folder.resolve("log"),
        "-D" + Failpoint.PROPERTY + "=" + point.label() + ":" + pass);
  }

  private Child start() {
    var child = Child.start(folder.resolve("data"), folder.resolve("log"));
    assertThat(child).as("a server that starts; its log is in " + folder).isNotNull();
    return child;
  }

  private String operatorKey() {
    return OperatorKey.find(folder.resolve("data")).orElseThrow();
  }

  private static Api api(Child child) {
    return new Api(URI.create(child.url()), Child.KEY, null);
  }
}
