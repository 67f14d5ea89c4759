package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.Json;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What most tests of this dialect need: a customer, and a receiver that answers 200. */
abstract class OfficeTest {

  /** As the vendor writes a random one. */
  static final String GUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  static final boolean LONG = Boolean.getBoolean("belfry.long");
  static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  OfficeRig rig;
  OfficeRig.Customer customer;
  FakeReceiver receiver;

  @BeforeEach
  void open() {
    receiver = FakeReceiver.start();
    rig = new OfficeRig(folder, settings(), true, plugins());
    customer = rig.givenCustomer();
  }

  @AfterEach
  void close() {
    rig.close();
    receiver.close();
  }

  SuperOfficeSettings settings() {
    return OfficeRig.OPEN;
  }

  CallbackPlugin[] plugins() {
    return new CallbackPlugin[0];
  }

  /** A webhook at this path of the receiver; its ping is forgotten. */
  int given(String path, String events, String more) {
    var id =
        customer.givenWebhook(OfficeRig.webhook("Stock sync", receiver.url(path), events, more));
    receiver.forget();
    return id;
  }

  int given(String events) {
    return given("/in", events, "");
  }

  /** Raises an event as the vendor's clients do. */
  void signal(String event, int key, String data) {
    customer.call("POST", "/Webhook/" + event + "/" + key, data).orFail();
  }

  List<ReceivedRequest> await(int count) {
    return receiver.await(count, SOON);
  }

  static JsonNode body(ReceivedRequest request) {
    return Json.read(request.body());
  }

  void awaitCalls(int id, int count) {
    Eventually.holds(
        count + " calls of webhook " + id,
        SOON,
        () -> customer.get(id).get("TotalCalls").intValue() == count);
  }

  void awaitState(int id, String state) {
    Eventually.holds(
        "webhook " + id + " is " + state,
        SOON,
        () -> customer.get(id).get("State").stringValue().equals(state));
  }

  /**
   * The least that {@code work} costs this thread, so that other programs on the machine do not
   * count.
   */
  static Duration cost(int times, Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    var least = Long.MAX_VALUE;
    for (int i = 0; i < times; i++) {
      var start = threads.getCurrentThreadCpuTime();
      work.run();
      least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
    }
    return Duration.ofNanos(least);
  }
}
