package dev.belfry.engine.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a change of a webhook changed, for the audit log: before and after where that is no secret,
 * else only that it was changed. URLs and headers count as secrets, since they may carry them.
 */
final class Differences {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HIDDEN = "(changed)";

  private Differences() {}

  /** As JSON; null if there are none. */
  static @Nullable String between(Registration before, Registration after) {
    var json = JSON.createObjectNode();
    var was = plain(before);
    var is = plain(after);
    was.forEach((name, value) -> {
      if (!Objects.equals(value, is.get(name))) {
        json.putObject(name).put("before", value).put("after", is.get(name));
      }
    });
    hidden(json, "url", before.target().url(), after.target().url());
    hidden(json, "headers", before.target().headers(), after.target().headers());
    hidden(json, "auth", before.target().auth(), after.target().auth());
    hidden(json, "tls", before.target().tls(), after.target().tls());
    hidden(json, "secret", before.secrets(), after.secrets());
    hidden(json, "details", before.details(), after.details());
    return json.isEmpty() ? null : json.toString();
  }

  private static Map<String, @Nullable String> plain(Registration of) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("name", of.name());
    values.put("description", of.description());
    values.put("metadata", of.metadata().toString());
    values.put("types", of.wants().types().toString());
    values.put("subject", of.wants().subject());
    values.put("filter", of.wants().filter());
    values.put("content", of.binary() ? "binary" : "structured");
    values.put("signatures", of.signatures().toString());
    values.put("timeout", of.target().timeout().toString());
    values.put("retry", of.retry().toString());
    values.put("pace", of.pace().toString());
    values.put("state", of.state().toString());
    values.put("stateReason", of.stateReason());
    return values;
  }

  private static void hidden(
      ObjectNode json, String name, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      json.put(name, HIDDEN);
    }
  }
}
