package dev.belfry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.config.SettingsReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a server, against a real one. */
class CommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    for (var one : toClose.reversed()) {
      one.close();
    }
  }

  @Test
  void when_an_event_is_sent_then_the_server_has_it() {
    var program = serve(true);

    int code =
        run(
            "send",
            "order.paid",
            "--url",
            program.address().toString(),
            "--subject",
            "order/7",
            "--id",
            "a1",
            "--data",
            "{\"total\":5}",
            "--json");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString()).contains("\"deliveries\":0", "\"duplicate\":false");
    try (var api = new Api(program.address(), Program.DEV_SECRET, null)) {
      var event = api.get("/v1/events").json().path("data").get(0).path("event");
      assertThat(event.path("type").asString()).isEqualTo("order.paid");
      assertThat(event.path("subject").asString()).isEqualTo("order/7");
      assertThat(event.path("id").asString()).isEqualTo("a1");
    }
  }

  @Test
  void when_data_comes_from_a_file_or_is_no_json_then_it_is_taken_or_refused() throws Exception {
    var url = serve(true).address().toString();
    var file = Files.writeString(folder.resolve("data.json"), "[1, 2]");

    assertThat(run("send", "a", "--url", url, "--data", "@" + file)).isZero();
    assertThat(run("send", "a", "--url", url, "--data", "{\"a\":")).isEqualTo(1);
    assertThat(run("send", "a", "--url", url, "--data", "1 2")).isEqualTo(1);
    assertThat(run("send", "a", "--url", url, "--data", "@" + folder.resolve("none"))).isEqualTo(1);

    assertThat(out.toString()).containsPattern("evt_[0-9A-Z]{26} deliveries=0\n");
    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("belfry: --data: "));
  }

  @Test
  void when_the_server_refuses_then_it_is_told_why() {
    var url = serve(true).address().toString();

    int refused = run("send", "belfry.own", "--url", url);
    int unknownKey = run("send", "a", "--url", url, "--key", "bfy_wrong");
    int nobody = run("send", "a", "--url", "http://127.0.0.1:1");

    assertThat(List.of(refused, unknownKey, nobody)).containsOnly(1);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("answered 422", "/type"),
            second -> assertThat(second).contains("answered 401"),
            third -> assertThat(third).isNotEmpty());
  }

  @Test
  void when_nobody_listens_then_that_is_said_and_not_that_a_key_is_missing() {
    var nowhere = "http://127.0.0.1:1";

    run("send", "a", "--url", nowhere);
    run("webhooks", "list", "--url", nowhere, "--data", data());
    run("stats", "--url", nowhere, "--data", data());
    run("tenants", "list", "--url", nowhere, "--data", data());
    run("audit", "--url", nowhere, "--key", "bfya_any");
    run("verify", "--url", nowhere);

    assertThat(err.toString().lines())
        .hasSize(6)
        .containsOnly(
            "belfry: nobody listens on http://127.0.0.1:1; start a server with ./belfry serve"
                + " --dev, or name another with --url");
  }

  @Test
  void when_a_server_answers_but_there_is_no_key_then_it_is_said_how_to_give_one() {
    var url = serve(false).address().toString();
    var empty = folder.resolve("empty");

    int code = run("webhooks", "list", "--url", url, "--data", empty.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("belfry: no key: give --key or BELFRY_KEY; " + empty + " has no admin.key\n");
  }

  @Test
  void when_a_backup_is_asked_for_then_a_running_server_makes_it_and_else_the_folder_is_opened() {
    var program = serve(false);
    var url = program.address().toString();
    var first = folder.resolve("first.db");
    var second = folder.resolve("second.db");

    int running = run("backup", first.toString(), "--with-key", "--url", url, "--data", data());
    int again = run("backup", first.toString(), "--url", url, "--data", data());
    int verified = run("verify", "--url", url, "--data", data());
    program.close();
    int stopped = run("backup", second.toString(), "--url", url, "--data", data());
    int verifiedStopped = run("verify", "--url", url, "--data", data());

    assertThat(List.of(running, verified, stopped, verifiedStopped)).containsOnly(0);
    assertThat(again).isEqualTo(1);
    assertThat(err.toString()).contains("exists already");
    assertThat(first).isNotEmptyFile();
    assertThat(folder.resolve("first.db.key")).isNotEmptyFile();
    assertThat(second).isNotEmptyFile();
  }

  @Test
  void when_there_is_neither_server_nor_store_then_none_is_made() {
    int code = run("verify", "--url", "http://127.0.0.1:1", "--data", data());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("holds no store");
    assertThat(Path.of(data())).doesNotExist();
  }

  @Test
  void when_help_is_asked_for_then_every_command_has_it() {
    for (var command : List.of("serve", "demo", "listen", "send", "backup", "verify")) {
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: belfry " + command);
    }
    assertThat(run("--version")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void when_a_command_or_an_option_is_misspelt_then_one_like_it_is_suggested() {
    assertThat(run("webhoks")).isEqualTo(2);
    assertThat(run("webhooks", "lst")).isEqualTo(2);
    assertThat(run("webhooks", "list", "--limt", "3")).isEqualTo(2);
    assertThat(run("verify", "data")).isEqualTo(2);

    assertThat(err.toString().lines())
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .startsWith("belfry: there is no command webhoks; did you mean webhooks")
                    .endsWith("; see belfry --help"),
            two ->
                assertThat(two)
                    .startsWith("belfry: there is no command lst; did you mean list")
                    .endsWith("; see belfry webhooks --help"),
            three ->
                assertThat(three)
                    .startsWith("belfry: there is no option --limt; did you mean --limit")
                    .endsWith("; see belfry webhooks list --help"),
            four ->
                assertThat(four)
                    .isEqualTo(
                        "belfry: \"data\" is one argument too many; see belfry verify --help"));
  }

  @Test
  void when_a_folder_is_not_there_or_a_file_is_one_then_it_is_said_in_words() throws Exception {
    serve(false).close();
    var file = Files.createFile(folder.resolve("file"));

    run("backup", folder.resolve("none/b.db").toString(), "--data", data());
    run("verify", "--data", folder.resolve("none").toString());
    run("serve", "--config", folder.resolve("none.yaml").toString());
    run("serve", "--port", "0", "--data", file.toString());

    assertThat(err.toString().lines())
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .isEqualTo(
                        "belfry: there is no folder "
                            + folder.resolve("none")
                            + " for the backup; make it first"),
            two -> assertThat(two).startsWith("belfry: " + folder.resolve("none") + " holds no"),
            three ->
                assertThat(three)
                    .isEqualTo("belfry: there is no file " + folder.resolve("none.yaml")),
            four -> assertThat(four).contains(file + " is there already"));
  }

  @Test
  void when_the_demonstration_runs_once_then_all_arrives_signed() throws Exception {
    try (var processes = new ChildProcesses()) {
      var demo = processes.start("demo", "--once", "--data", data());

      var shown = demo.inputReader().lines().toList();

      assertThat(demo.waitFor()).isZero();
      assertThat(shown)
          .contains("  signature: good (Standard Webhooks)")
          .endsWith("All arrived, each with a good signature.");
      assertThat(Path.of(data(), "belfry.db")).exists();
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private Program serve(boolean dev) {
    var flags = Map.of("port", "0", "data", data());
    var program = Program.start(SettingsReader.read(dev, flags, Map.of(), null), true, _ -> {});
    toClose.add(program);
    return program;
  }

  private int run(String... arguments) {
    return Belfry.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
