package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.config.SettingsReader;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The commands that show and change what a server has, against a real one. */
class ResourceCommandsTest {

  private static final Pattern ID = Pattern.compile("(wh|evt|dlv|rpl)_[0-9A-Z]{26}");

  @TempDir private Path folder;
  private final FakeReceiver receiver = FakeReceiver.start();
  private Program program;

  @BeforeEach
  void serve() {
    var flags = Map.of("port", "0", "data", folder.resolve("data").toString());
    program = Program.start(SettingsReader.read(true, flags, Map.of(), null), true, _ -> {});
  }

  @AfterEach
  void close() {
    program.close();
    receiver.close();
  }

  @Test
  void when_a_webhook_is_made_shown_changed_and_deleted_then_people_can_read_it() {
    var made = ok("webhooks", "create", receiver.url("/in").toString(), "--types", "order.*,a");
    var id = id(made);

    assertThat(made).contains("secret  whsec_", "types  order.*,a", "state  active");
    assertThat(ok("webhooks", "show", id)).contains("id  " + id).doesNotContain("whsec_");
    assertThat(ok("webhooks", "change", id, "{\"name\":\"Orders\"}")).contains("name  Orders");
    assertThat(ok("webhooks", "list", "--type", "order.paid").lines())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("id").contains("state", "url"),
            row -> assertThat(row).startsWith(id).contains("active", "Orders"));
    assertThat(ok("webhooks", "list", "--to", "elsewhere").lines()).hasSize(1);
    assertThat(ok("webhooks", "pause", id)).contains("state  paused");
    assertThat(ok("webhooks", "resume", id)).contains("state  active");
    assertThat(made).endsWith("Keep the secret: it is shown only once, now.\n");
    assertThat(ok("webhooks", "test", id)).contains("status  200");
    receiver.script().always(Reply.status(500));
    assertThat(refused("webhooks", "test", id)).contains("the receiver answered 500; only 2xx");
    assertThat(ok("webhooks", "delete", id)).isEqualTo(id + " is deleted\n");
    assertThat(refused("webhooks", "show", id)).contains("404");
  }

  @Test
  void when_a_delivery_fails_then_it_can_be_found_retried_and_cancelled() {
    receiver.script().always(Reply.status(503));
    var webhook = id(ok("webhooks", "create", receiver.url("/in").toString()));
    var event = id(ok("events", "create", "order.paid", "--data", "{\"total\":5}"));
    Eventually.holds(
        "the attempt is on record",
        Duration.ofSeconds(60),
        () -> ok("deliveries", "list", "--state", "pending").contains("  1  "));
    var delivery = id(ok("deliveries", "list", "--webhook", webhook).lines().toList().get(1));

    assertThat(ok("events", "list", "--type", "order.paid")).contains(event, "order.paid");
    assertThat(ok("events", "list", "--type", "order.*")).contains(event);
    var about = id(ok("events", "create", "user.made", "--subject", "user/7"));
    assertThat(ok("deliveries", "list", "--type", "order.*")).contains(delivery);
    assertThat(ok("deliveries", "list", "--subject", "user/7"))
        .contains(about, "user.made")
        .doesNotContain(delivery);
    assertThat(ok("deliveries", "list", "--type", "order.*", "--subject", "user/7"))
        .doesNotContain("dlv_");
    assertThat(ok("events", "show", event)).contains("total  5");
    assertThat(ok("events", "deliveries", event)).contains(delivery);
    assertThat(ok("deliveries", "show", delivery))
        .contains(
            "attempts 1\n",
            "  status  503\n",
            "  that is  the receiver answered 503; only 2xx is success\n",
            "url  " + receiver.url("/in") + "\n");
    assertThat(ok("deliveries", "show", delivery, "--json")).startsWith("{\"id\":");
    assertThat(ok("deliveries", "cancel", delivery)).contains("state  cancelled");
    receiver.script().always(Reply.ok());
    assertThat(ok("deliveries", "retry", delivery)).contains("state  pending");
    Eventually.holds(
        "it arrives",
        Duration.ofSeconds(60),
        () -> ok("deliveries", "show", delivery).contains("state  delivered"));
    assertThat(refused("deliveries", "cancel", delivery)).contains("409");
  }

  @Test
  void when_the_operator_makes_tenants_and_keys_then_secrets_are_shown_once() {
    assertThat(ok("tenants", "create", "acme", "--name", "Acme")).contains("name  Acme");
    assertThat(ok("tenants", "list")).contains("acme", "dev");
    assertThat(ok("tenants", "suspend", "acme")).contains("suspended  true");
    assertThat(ok("tenants", "resume", "acme")).contains("suspended  false");
    var key = ok("keys", "create", "--tenant", "acme", "--scopes", "read,send");
    assertThat(key).contains("secret  bfy_", "scopes  ");
    var id = key.lines().filter(line -> line.startsWith("id  ")).findFirst().orElseThrow();
    var keyId = id.substring(4);
    assertThat(ok("keys", "list", "--tenant", "acme")).contains(keyId).doesNotContain("bfy_");
    assertThat(ok("keys", "show", keyId, "--tenant", "acme")).doesNotContain("bfy_");
    assertThat(refused("keys", "show", "key_none", "--tenant", "acme")).contains("no key key_none");
    assertThat(ok("keys", "delete", keyId, "--tenant", "acme")).contains("is revoked");
    assertThat(refused("tenants", "delete", "acme")).contains("--yes");
    assertThat(ok("tenants", "delete", "acme", "--yes")).contains("acme is erased");
  }

  @Test
  void when_a_webhook_did_not_get_an_event_then_a_command_tells_why() {
    var webhook =
        id(
            ok(
                "webhooks",
                "create",
                receiver.url("/in").toString(),
                "--set",
                "{\"filter\":\"data.total > 100\"}"));
    var event = id(ok("events", "create", "order.paid", "--data", "{\"total\":5}"));

    assertThat(ok("webhooks", "explain", webhook, event))
        .contains("matches  false", "reason  filter", "text  Not owed to this webhook.");
    assertThat(ok("webhooks", "explain", webhook, event, "--json")).startsWith("{\"event\":");
    assertThat(refused("webhooks", "explain", webhook, "evt_x")).contains("event must be an id");
  }

  @Test
  void when_a_secret_is_rotated_then_the_new_one_is_shown_once() {
    var webhook = id(ok("webhooks", "create", receiver.url("/in").toString()));

    assertThat(ok("webhooks", "rotate", webhook, "--overlap", "1h"))
        .contains("secret  whsec_", "previousValidUntil  2");
    assertThat(ok("webhooks", "show", webhook)).doesNotContain("whsec_");
    assertThat(refused("webhooks", "rotate", webhook, "--overlap", "8d")).contains("/overlap");
  }

  @Test
  void when_the_data_of_an_event_is_deleted_then_its_record_stays() {
    var event = id(ok("events", "create", "order.paid", "--data", "{\"total\":5}"));

    assertThat(ok("events", "delete", event)).isEqualTo("the data of " + event + " is erased\n");
    assertThat(ok("events", "show", event)).contains("order.paid").doesNotContain("total");
  }

  @Test
  void when_an_event_type_has_a_schema_then_it_is_kept_and_obeyed() {
    var schema = "{\"required\":[\"total\"]}";

    assertThat(ok("event-types", "create", "a", "--schema", schema))
        .contains("type  a", "required");
    assertThat(ok("event-types", "list").lines()).hasSize(2);
    assertThat(ok("event-types", "list", "--json")).contains("\"schema\":" + schema);
    assertThat(refused("events", "create", "a", "--data", "{}")).contains("/data");
    assertThat(ok("event-types", "change", "a", "--description", "text"))
        .contains("description  text", "schema  -");
    assertThat(ok("event-types", "delete", "a")).isEqualTo("a is deleted\n");
    assertThat(refused("event-types", "show", "a")).contains("404");
    assertThat(refused("event-types", "create", "a", "--schema", "[]")).contains("--schema");
  }

  @Test
  void when_something_was_delivered_and_changed_then_figures_and_log_tell() {
    var webhook = id(ok("webhooks", "create", receiver.url("/in").toString()));
    ok("events", "create", "order.paid");
    Eventually.holds(
        "it is counted",
        Duration.ofSeconds(60),
        () -> ok("stats", "--window", "24h").contains("\ndelivered  1\n"));

    assertThat(ok("stats"))
        .contains("accepted  1\n", "totals\n", "webhook  ", webhook + "  1 ", "p99 ms");
    assertThat(ok("stats", "--json")).startsWith("{\"accepted\":1,");
    assertThat(refused("stats", "--window", "2h")).contains("1h, 24h or 7d");
    assertThat(ok("audit").lines().skip(1).findFirst().orElseThrow())
        .contains("dev", "key_dev", "webhook.created", webhook);
    assertThat(ok("audit", "--until", "2000-01-01T00:00:00Z").lines()).hasSize(1);
    assertThat(ok("audit", "--json")).startsWith("{\"data\":[");
  }

  @Test
  void when_json_is_asked_for_then_it_is_the_answer_of_the_api() {
    ok("webhooks", "create", receiver.url("/in").toString());

    var list = JsonMapper.shared().readTree(ok("webhooks", "list", "--json"));

    assertThat(list.path("data").size()).isEqualTo(1);
    assertThat(list.has("next")).isTrue();
  }

  @Test
  void when_all_pages_are_asked_for_as_json_then_they_are_one_document() {
    int many = 252; // two pages
    try (var api = new Api(program.address(), Program.DEV_SECRET, null)) {
      var events = "[" + "{\"type\":\"a\"},".repeat(many - 1) + "{\"type\":\"a\"}]";
      api.post("/v1/events", "application/json", events).orFail();
    }

    var all = JsonMapper.shared().readTree(ok("events", "list", "--limit", "0", "--json"));

    assertThat(all.path("data").size()).isEqualTo(many);
    assertThat(all.path("next").isNull()).isTrue();
  }

  @Test
  void when_there_is_more_than_asked_for_then_it_is_said_how_to_go_on() {
    for (int i = 0; i < 3; i++) {
      ok("events", "create", "a");
    }

    var first = run("events", "list", "--limit", "2");
    var cursor = first.err().replaceAll("(?s).*--cursor (\\S+).*", "$1");

    assertThat(first.out().lines()).hasSize(3);
    assertThat(ok("events", "list", "--cursor", cursor).lines()).hasSize(2);
    assertThat(ok("events", "list", "--limit", "0").lines()).hasSize(4);
  }

  @Test
  void when_something_is_left_out_then_one_line_says_what() {
    assertThat(run("webhooks")).satisfies(run -> assertThat(run.code()).isEqualTo(2));
    assertThat(run("webhooks").err()).contains("webhooks what? ", "list", "explain");
    assertThat(refused("webhooks", "change", "wh_x", "[]")).contains("must be a JSON object");
    assertThat(refused("keys", "list")).contains("--tenant");
    assertThat(run("replays", "create").err().lines()).hasSize(1);
  }

  @Test
  void when_a_shell_asks_for_completion_then_all_commands_are_in_it() {
    assertThat(ok("completion"))
        .contains("webhooks", "deliveries", "--with-key", "replays")
        .startsWith("#!/usr/bin/env bash");
  }

  private static String id(String text) {
    var found = ID.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group();
  }

  private String ok(String... arguments) {
    var run = run(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.out();
  }

  private String refused(String... arguments) {
    var run = run(arguments);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    return run.err();
  }

  private record Run(int code, String out, String err) {}

  private Run run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of(arguments));
    var isWhole = arguments[0].equals("stats") || arguments[0].equals("audit");
    if (!arguments[0].equals("completion") && (isWhole || arguments.length > 1)) {
      all.add("--url");
      all.add(program.address().toString());
      if (!(arguments[0].equals("events") && arguments[1].equals("create"))) {
        all.add("--data");
        all.add(folder.resolve("data").toString());
      }
    }
    int code =
        Belfry.execute(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }
}
