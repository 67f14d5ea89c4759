package dev.belfry.dialects.cometchat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.cometchat.CometChatSettings.Silence;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.delivery.Asking;
import dev.belfry.engine.delivery.Attempt;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The one trigger whose receivers may drop a message, or add to it (section 13). */
final class BeforeMessage implements Asking {

  private static final String DROP = "do_not_propagate";

  private final Verdict silence;

  BeforeMessage(Silence silence) {
    this.silence =
        switch (silence) {
          case PASS -> Verdict.ALLOWED;
          case DROP -> Verdict.REFUSED;
        };
  }

  @Override
  public boolean asks(Webhook webhook, Event event) {
    return event.type().equals(Triggers.BEFORE_MESSAGE) && Era.of(webhook) == Era.LEGACY;
  }

  @Override
  public Verdict judge(Webhook webhook, Attempt attempt) {
    var status = attempt.status();
    var answer = status == null || status / 100 != 2 ? null : object(attempt.body());
    if (answer == null) {
      return silence;
    }
    if (DROP.equals(answer.path("action").asString(""))) {
      return Verdict.REFUSED;
    }
    return answer.isEmpty()
        ? Verdict.ALLOWED
        : new Verdict(true, new String(Json.write(answer), UTF_8));
  }

  /** Each one's remark goes into the message's metadata, under the webhook's id. */
  @Override
  public byte[] noted(byte[] data, List<Said> said) {
    if (said.stream().allMatch(one -> one.verdict().remark() == null)
        || !(Json.read(data) instanceof ObjectNode message)) {
      return data;
    }
    var webhooks = message;
    for (var name : List.of("data", "metadata", "@injected", "webhooks")) {
      webhooks = within(webhooks, name);
    }
    for (var one : said) {
      var remark = one.verdict().remark();
      if (remark != null) {
        webhooks.set(Era.id(one.webhook()), Json.read(remark.getBytes(UTF_8)));
      }
    }
    return Json.write(message);
  }

  private static ObjectNode within(ObjectNode object, String name) {
    return object.get(name) instanceof ObjectNode there ? there : object.putObject(name);
  }

  private static @Nullable ObjectNode object(byte[] body) {
    try {
      return Json.read(body) instanceof ObjectNode object ? object : null;
    } catch (MalformedJson _) {
      return null;
    }
  }
}
