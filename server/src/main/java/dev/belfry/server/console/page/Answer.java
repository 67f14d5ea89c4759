package dev.belfry.server.console.page;

import dev.belfry.dialects.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What our own API answered.
 *
 * @param item the object, or the problem
 * @param body the same as it was written
 */
public record Answer(int status, Item item, byte[] body) {

  static Answer of(Response response) {
    return new Answer(
        response.status(),
        response.body().length == 0 ? Item.empty() : Item.read(response.body()),
        response.body());
  }

  public boolean good() {
    return status < 300;
  }

  /** Whether the server could not do it just now: the same may be asked again in a while. */
  public boolean isForLater() {
    return status == 429 || status == 503;
  }

  /**
   * The same, if it is good.
   *
   * @throws NotShown otherwise
   */
  public Item orThrow() {
    if (!good()) {
      throw new NotShown(status, detail());
    }
    return item;
  }

  /** The problem in one sentence. */
  public String detail() {
    return item.text("detail", "The server answered " + status + ".");
  }

  /** What is wrong, by pointer: {@code /url} and why. */
  public Map<String, String> faults() {
    var faults = new LinkedHashMap<String, String>();
    for (var error : item.items("errors")) {
      faults.merge(
          error.text("pointer"), error.text("detail"), (one, other) -> one + "; it " + other);
    }
    return faults;
  }
}
