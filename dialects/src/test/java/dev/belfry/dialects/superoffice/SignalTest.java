package dev.belfry.dialects.superoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checklist, "Signal and last error". */
class SignalTest extends OfficeTest {

  @Test
  void items_119_and_149_when_an_event_is_raised_either_way_then_it_is_the_same() {
    given("probe.fired");
    signal("probe.fired", 7, "{\"a\":1,\"b\":{\"c\":2}}");
    customer
        .agent(
            "SignalEvent",
            "{\"eventName\":\"probe.fired\",\"primaryKey\":7,\"data\":{\"a\":1,\"b\":{\"c\":2}}}")
        .orFail();

    var bodies = await(2).stream().map(request -> body(request)).toList();
    for (var name : List.of("Changes", "Event", "PrimaryKey", "Entity", "ChangedByAssociateId")) {
      assertThat(bodies.get(0).get(name)).as(name).isEqualTo(bodies.get(1).get(name));
    }
    assertThat(bodies.getFirst().get("ChangedByAssociateId").intValue())
        .isEqualTo(Associates.id(customer.key.key().id()));
  }

  @Test
  void items_120_and_121_when_the_key_is_0_or_nobody_listens_then_204() {
    for (var path : List.of("/Webhook/no.one/0", "/Webhook/no.one/-5")) {
      assertThat(customer.call("POST", path, "{}").status()).isEqualTo(204);
    }
    assertThat(customer.call("POST", "/Webhook/no.one/0", null).status()).isEqualTo(204);
    assertThat(customer.agent("SignalEvent", "{\"EventName\":\"x.y\"}").status()).isEqualTo(204);
    assertThat(customer.agent("SignalEvent", "{\"EventName\":\" \"}").status()).isEqualTo(400);
    assertThat(customer.agent("SignalEvent", "{}").status()).isEqualTo(400);
    assertThat(customer.call("POST", "/Webhook/x.y/z", "{}").status()).isEqualTo(400);
    assertThat(customer.call("POST", "/Webhook/belfry.x/1", "{}").status()).isEqualTo(400);
    assertThat(customer.call("POST", "/Webhook/x.%C3%A4/1", "{}").status()).isEqualTo(400);
  }

  @Test
  void items_122_123_and_124_when_a_delivery_failed_then_the_last_error_is_told() {
    var id = given("a.b");
    assertThat(customer.get(id).get("LastError").isNull()).isTrue();
    receiver
        .script()
        .always(Reply.status(503).with("X-Why", "tired").body("down " + "x".repeat(5000)));
    signal("a.b", 1, "{}");
    awaitCalls(id, 1);

    var error = customer.call("GET", "/Webhook/" + id + "/LastError", null).body().stringValue();

    assertThat(error)
        .startsWith("HTTP 503 Service Unavailable\r\n")
        .contains("X-Why: tired", "down x")
        .hasSizeLessThanOrEqualTo(4000);
    assertThat(customer.agent("GetLastError", "{\"webhookId\":" + id + "}").body().stringValue())
        .isEqualTo(error);
    assertThat(customer.get(id).get("LastError").stringValue()).isEqualTo(error);
  }
}
