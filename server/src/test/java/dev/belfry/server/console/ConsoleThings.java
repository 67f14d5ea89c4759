package dev.belfry.server.console;

import dev.belfry.server.client.Api;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import java.time.Duration;

/** What console tests make by our own API, for pages to show. */
record ConsoleThings(Api api, FakeReceiver receiver) implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** Of the tenant dev, with a receiver of their own. */
  static ConsoleThings of(ConsoleRig rig) {
    return new ConsoleThings(rig.api(), FakeReceiver.start());
  }

  /**
   * A webhook to a path of the receiver; answers its id.
   *
   * @param more members of the body, from a comma on
   */
  String webhook(String path, String types, String more) {
    return api.post(
            "/v1/webhooks",
            "application/json",
            "{\"url\":\"%s\",\"types\":[\"%s\"]%s}".formatted(receiver.url(path), types, more))
        .orFail()
        .json()
        .get("id")
        .asString();
  }

  /** Waits until so many deliveries of a webhook are in a state; at most 250. */
  void awaitState(String webhook, String state, int count) {
    Eventually.holds(
        count + " are " + state,
        SOON,
        () ->
            api.get("/v1/deliveries?limit=250&webhook=" + webhook + "&state=" + state)
                    .json()
                    .get("data")
                    .size()
                >= count);
  }

  @Override
  public void close() {
    api.close();
    receiver.close();
  }
}
