package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayRoutesTest {

  private static final String ALL = "/v1/replays";

  @TempDir Path folder;
  private ApiRig rig;
  private String key;
  private String webhook;

  @BeforeEach
  void open() {
    rig = new ApiRig(folder);
    key = rig.givenKey();
    webhook = rig.givenWebhook(key, "{\"url\":\"https://a.example/\"}");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void when_a_replay_is_made_then_it_runs_to_its_end_and_can_be_read_and_listed() {
    var made = rig.post(ALL, key, asked(""));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var id = made.body().get("id").asString();
    assertThat(made.header("Location")).isEqualTo(ApiRig.BASE + ALL + "/" + id);
    assertThat(made.text())
        .contains("\"types\":[],\"states\":[\"dead\"],\"unmatched\":false,\"ratePerSecond\":null,")
        .contains("\"found\":0,\"made\":0,\"createdAt\":");
    Eventually.holds(
        "it is done",
        Duration.ofSeconds(60),
        () -> rig.get(ALL + "/" + id, key).text().contains("\"state\":\"done\""));
    assertThat(rig.get(ALL + "?webhook=" + webhook + "&state=done", key).text()).contains(id);
    assertThat(rig.get(ALL + "?state=running", key).text())
        .isEqualTo("{\"data\":[],\"next\":null}");
    assertThat(rig.delete(ALL + "/" + id, key).status()).isEqualTo(409);
  }

  @Test
  void when_a_replay_that_runs_is_deleted_then_it_is_shown_as_cancelled() {
    rig.post("/v1/webhooks/" + webhook + "/pause", key, null);
    rig.post("/v1/events", key, "[{\"type\":\"a\"},{\"type\":\"a\"},{\"type\":\"a\"}]");
    var late = rig.givenWebhook(key, "{\"url\":\"https://a.example/\"}");
    rig.post("/v1/webhooks/" + late + "/pause", key, null);
    var body =
        "{\"webhook\":\"%s\",\"since\":\"2020-01-01T00:00:00Z\",\"unmatched\":true,\"ratePerSecond\":0.01}"
            .formatted(late);
    var id = rig.post(ALL, key, body).body().get("id").asString();
    Eventually.holds(
        "it has found all",
        Duration.ofSeconds(60),
        () -> rig.get(ALL + "/" + id, key).text().contains("\"found\":3,\"made\":1,"));

    var deleted = rig.delete(ALL + "/" + id, key);

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.text()).contains("\"state\":\"cancelled\"");
    assertThat(rig.get(ALL + "/" + id, key).text()).contains("\"state\":\"cancelled\"");
  }

  @Test
  void when_it_is_another_tenants_then_it_is_not_there() {
    var id = rig.post(ALL, key, asked("")).body().get("id").asString();
    var other = rig.givenKey();

    assertThat(rig.get(ALL + "/" + id, other).status()).isEqualTo(404);
    assertThat(rig.delete(ALL + "/" + id, other).status()).isEqualTo(404);
    assertThat(rig.get(ALL, other).text()).doesNotContain(id);
    assertThat(rig.post(ALL, other, asked("")).pointers()).containsExactly("/webhook");
    assertThat(rig.get(ALL, ApiRig.ADMIN).text()).contains(id).contains("\"tenant\":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'until':'2020-01-01T00:00:00Z' | /until",
        "'until':'soon' | /until",
        "'types':['a*'] | /types/0",
        "'types':'a' | /types",
        "'states':['pending'] | /states/0",
        "'states':['DEAD'] | /states/0",
        "'states':[1] | /states/0",
        "'states':[] | /states",
        "'states':[],'unmatched':false | /states",
        "'unmatched':'yes' | /unmatched",
        "'ratePerSecond':0 | /ratePerSecond",
        "'made':5 | /made"
      })
  void when_a_member_is_wrong_then_the_pointer_tells_which(String given, String pointer) {
    var answer = rig.post(ALL, key, asked("," + given.replace('\'', '"')));

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.pointers()).containsExactly(pointer);
  }

  @Test
  void when_what_is_required_is_left_out_then_it_is_told() {
    assertThat(rig.post(ALL, key, "{}").pointers()).containsExactly("/since", "/webhook");
  }

  private String asked(String more) {
    return "{\"webhook\":\"%s\",\"since\":\"2020-01-01T00:00:00Z\"%s}".formatted(webhook, more);
  }
}
