package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.schema.EventTypes;
import dev.belfry.engine.schema.TooManyTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTypeRoomTest {

  private static final int LENGTH = 60_000;

  /** Wants an object with a number; most of it is a comment. */
  private static String schema(int number) {
    var head = "{\"type\":\"object\",\"required\":[\"n" + number + "\"],\"$comment\":\"";
    return head + "x".repeat(LENGTH - head.length() - 2) + "\"}";
  }

  @Test
  void when_schemas_take_as_much_as_they_may_then_no_more_are_taken_and_all_still_hold(
      @TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var types = rig.engine.eventTypes();
      var most = EventTypes.MOST_TEXT / LENGTH;
      for (int i = 0; i < most; i++) {
        types.put(ACME, "type." + i, "", schema(i), OptionalLong.empty(), Actor.ADMIN);
      }

      assertThatThrownBy(
              () -> types.put(ACME, "more", "", schema(9), OptionalLong.empty(), Actor.ADMIN))
          .isInstanceOf(TooManyTypes.class)
          .hasMessageContaining("characters");
      types.put(ACME, "without", "", null, OptionalLong.empty(), Actor.ADMIN);
      types.put(ACME, "type.0", "", schema(7), OptionalLong.empty(), Actor.ADMIN);

      for (int i = 1; i < most; i++) {
        assertThat(types.faults(ACME, event("type." + i, "{\"n" + i + "\":1}"))).isEmpty();
        assertThat(types.faults(ACME, event("type." + i, "{}"))).hasSize(1);
      }
      types.delete(ACME, "type.1", OptionalLong.empty(), Actor.ADMIN);
      types.put(ACME, "more", "", schema(9), OptionalLong.empty(), Actor.ADMIN);
    }
  }

  private static NewEvent event(String type, String data) {
    return new NewEvent(Attributes.ofType(type), Data.json(data.getBytes(StandardCharsets.UTF_8)));
  }
}
