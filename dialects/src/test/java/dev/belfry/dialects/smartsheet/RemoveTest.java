package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Part A, "Delete and reset"; the items' numbers are in the names. */
class RemoveTest extends SmartReceiverTest {

  @Test
  void items_78_and_79_when_it_is_deleted_then_it_is_gone_and_nothing_more_is_sent() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    user.fireRows(1, 3);

    var answer = user.call("DELETE", "/" + id, null);
    rig.clock.advance(SmartRig.WINDOW);

    assertThat(answer.text()).isEqualTo("{\"message\":\"SUCCESS\",\"resultCode\":0}");
    assertThat(user.call("GET", "/" + id, null).error()).isEqualTo("404 1006");
    assertThat(user.call("DELETE", "/" + id, null).error()).isEqualTo("404 1006");
    rig.settle();
    assertThat(receiver.count()).isEqualTo(1);
  }

  @Test
  void items_80_to_82_when_the_secret_is_reset_then_the_next_callback_has_the_new_one() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    var old = user.shown(id).get("sharedSecret").stringValue();
    SmartRig.prove(receiver, Reply.status(500));
    user.fireRows(1, 1);
    rig.clock.advance(SmartRig.WINDOW);
    SmartRig.awaitCallbacks(receiver, 1);

    var answer = user.call("POST", "/" + id + "/resetsharedsecret", "");
    var secret = answer.result().get("sharedSecret").stringValue();
    var again = user.call("POST", "/" + id + "/resetSharedSecret", "").result().get("sharedSecret");

    assertThat(answer.body().propertyNames()).containsExactly("message", "resultCode", "result");
    assertThat(answer.result().propertyNames()).containsExactly("sharedSecret");
    assertThat(secret).matches("[0-9a-z]{26}").isNotEqualTo(old);
    assertThat(user.shown(id).get("sharedSecret")).isEqualTo(again);
    rig.clock.advance(Duration.ofMinutes(1));
    var retry = SmartRig.awaitCallbacks(receiver, 2).getLast();
    assertThat(retry.header("Smartsheet-Hmac-SHA256"))
        .hasValue(Signature.of(again.stringValue().getBytes(UTF_8), retry.body()));
  }

  @Test
  void item_83_when_the_switch_is_on_then_a_reset_tells_the_secret_outside_too(
      @TempDir Path other) {
    try (var compatible =
        new SmartRig(other, SmartRig.settings(Map.of("bare", "true"), true), true)) {
      var somebody = compatible.givenUser();
      var id = somebody.given(SmartRig.sheet(url, ""));

      var body = somebody.call("POST", "/" + id + "/resetsharedsecret", "").body();

      assertThat(body.get("sharedSecret")).isEqualTo(body.at("/result/sharedSecret"));
    }
  }
}
