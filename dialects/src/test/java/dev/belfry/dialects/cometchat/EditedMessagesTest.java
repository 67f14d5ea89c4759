package dev.belfry.dialects.cometchat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.cometchat.CometChatSettings.Edits;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EditedMessagesTest {

  @Test
  void item_88_when_the_documented_form_is_set_then_an_edit_is_an_action_message() {
    var message = in(Edits.DOCUMENTED, "message_edited", Payloads.ofNew("message_edited"));

    assertThat(message.get("category").stringValue()).isEqualTo("action");
    assertThat(message.get("id").stringValue()).isEqualTo("77");
    assertThat(message.at("/data/action").stringValue()).isEqualTo("edited");
    assertThat(message.at("/data/entities/by/entity/uid").stringValue()).isEqualTo("mara-01");
    var target = message.at("/data/entities/on/entity");
    assertThat(target.get("id").stringValue()).isEqualTo("4417");
    assertThat(target.at("/data/text").stringValue()).isEqualTo("Is the north gate open today?");
    assertThat(target.get("editedAt").longValue()).isEqualTo(1787301060);
    assertThat(target.get("editedBy").stringValue()).isEqualTo("mara-01");
    assertThat(message.at("/data/entities/on/entityType").stringValue()).isEqualTo("message");
    assertThat(message.get("sentAt").longValue()).isEqualTo(1787301060);
  }

  @Test
  void item_88_when_the_documented_form_is_set_then_a_deletion_tells_only_what_and_when() {
    var message = in(Edits.DOCUMENTED, "message_deleted", Payloads.ofNew("message_deleted"));

    assertThat(message.at("/data/entities/on/entity").propertyNames())
        .containsExactly("id", "conversationId", "deletedAt", "deletedBy");
    assertThat(message.at("/data/entities/by/entity").propertyNames())
        .containsExactly("uid", "name");
  }

  @Test
  void items_87_and_89_when_the_sender_gives_the_documented_form_then_it_is_taken_apart() {
    for (var type : new String[] {"message_edited", "message_deleted"}) {
      var live = Payloads.ofNew(type);
      var documented = "{\"message\":" + in(Edits.DOCUMENTED, type, live) + "}";

      assertThat(in(Edits.LIVE, type, documented).get("id").stringValue()).isEqualTo("4417");
      assertThat(in(Edits.DOCUMENTED, type, documented).get("category").stringValue())
          .isEqualTo("action");
    }
  }

  @Test
  void when_there_is_no_message_then_the_data_stays_as_it_is() {
    for (var data :
        new String[] {"{}", "{\"message\":null}", "{\"message\":{\"category\":\"action\"}}"}) {
      assertThat(new String(EditedMessages.in(Edits.LIVE, event("message_edited", data)), UTF_8))
          .isEqualTo(data);
    }
  }

  private static JsonNode in(Edits form, String type, String data) {
    return Json.read(EditedMessages.in(form, event(type, data))).get("message");
  }

  private static Event event(String type, String data) {
    return new Event(
        new EventId(77),
        new TenantId("acme"),
        Instant.EPOCH,
        Attributes.ofType(type),
        Data.json(data.getBytes(UTF_8)));
  }
}
