package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.delivery.Callback.Prepared;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A type of a host application's own (section 8). */
class PluginTest extends OfficeTest {

  @Override
  CallbackPlugin[] plugins() {
    return new CallbackPlugin[] {new Queue()};
  }

  @Test
  void when_a_type_is_registered_then_its_plugin_makes_the_requests() {
    var id = customer.givenWebhook(webhook("Q", "orders", "a.b", ",\"Type\":\"Queue\""));
    assertThat(await(1).getFirst().target()).isEqualTo("/queue/orders");
    assertThat(customer.get(id).get("Type").stringValue()).isEqualTo("queue");
    receiver.forget();
    signal("a.b", 1, "{}");

    var request = await(1).getFirst();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.header("X-Queue-Event")).hasValue("a.b");
    assertThat(request.text()).contains("\"PrimaryKey\": 1");
    awaitCalls(id, 1);
  }

  @Test
  void when_a_plugin_refuses_the_target_then_the_save_is_refused() {
    var answer = customer.call("POST", "/Webhook", webhook("Q", "", "a.b", ",\"Type\":\"queue\""));
    assertThat(answer.error()).isEqualTo("400 ArgumentException");
    answer = customer.call("POST", "/Webhook", webhook("Q", "no go", "a.b", ",\"Type\":\"queue\""));
    assertThat(answer.body().get("Message").stringValue()).contains("must be one word");
  }

  @Test
  void when_two_plugins_have_one_type_then_they_cannot_be_registered() {
    assertThatThrownBy(() -> new Plugins(List.of(new ScriptPlugin(), new ScriptPlugin())))
        .hasMessageContaining("crmscript");
  }

  private final class Queue implements CallbackPlugin {
    @Override
    public String type() {
      return "queue";
    }

    @Override
    public Target target(String targetUrl) {
      return targetUrl.indexOf(' ') >= 0
          ? new Target.Refused("must be one word")
          : new Target.At(URI.create(receiver.url("/queue/" + targetUrl).toString()));
    }

    @Override
    public Prepared prepare(Told told) {
      var target = told.hook().target();
      return new Prepared.Ready(
          new OutgoingRequest(
              told.hook().tenant().value(),
              "PUT",
              target.url(),
              List.of(new Header("X-Queue-Event", told.event())),
              told.body(),
              target.tls(),
              target.timeout()));
    }
  }
}
