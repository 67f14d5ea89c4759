package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Faults;
import dev.belfry.server.console.page.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which field of the form a fault belongs to. */
public final class WebhookFaults {

  private static final Map<String, String> POINTERS = pointers();

  private WebhookFaults() {}

  /** The fields of the form of this webhook; of a new one if it is empty. */
  public static List<String> fields(Item webhook) {
    if (webhook.isEmpty()) {
      return List.copyOf(POINTERS.keySet());
    }
    return POINTERS.keySet().stream()
        .filter(field ->
            webhook.text("dialect").equals("belfry")
                ? !field.equals("secret")
                : WebhookFields.OF_OTHERS.contains(field))
        .toList();
  }

  /** What is wrong with a field; empty if nothing is. */
  public static String of(Map<String, String> faults, String field) {
    return Faults.at(faults, POINTERS.getOrDefault(field, "/" + field));
  }

  /** What belongs to no field. */
  public static String other(Map<String, String> faults) {
    return Faults.elsewhere(faults, POINTERS.values().toArray(String[]::new));
  }

  private static Map<String, String> pointers() {
    var pointers = new LinkedHashMap<String, String>();
    for (var name :
        List.of(
            "name",
            "url",
            "types",
            "description",
            "filter",
            "content",
            "signatures",
            "secret",
            "headers",
            "auth",
            "timeout",
            "maxInFlight",
            "ratePerSecond",
            "ordered",
            "metadata")) {
      pointers.put(name, "/" + name);
    }
    pointers.put("subject", "/scope");
    pointers.put("schedule", "/retry/schedule");
    pointers.put("jitter", "/retry/jitter");
    pointers.put("maxEvents", "/batch/maxEvents");
    pointers.put("maxDelay", "/batch/maxDelay");
    pointers.put("ca", "/tls/ca");
    pointers.put("certificate", "/tls/certificate");
    pointers.put("key", "/tls/key");
    return pointers;
  }
}
