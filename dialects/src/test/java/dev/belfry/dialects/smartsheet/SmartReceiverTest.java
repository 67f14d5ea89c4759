package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.rig.Ground;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The same with a receiver, which may be reached and proves itself. */
abstract class SmartReceiverTest extends SmartTest {

  FakeReceiver receiver;
  String url;

  @BeforeEach
  void openReceiver() {
    receiver = FakeReceiver.start();
    url = receiver.url("/in").toString();
    SmartRig.prove(receiver, Reply.ok());
  }

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Override
  SmartRig givenRig() {
    return new SmartRig(folder, SmartRig.settings(settings(), true), true);
  }

  /** Ends the rig and opens it again on the same store, with the same time and user. */
  void restart() {
    var clock = rig.clock;
    rig.close();
    rig = new SmartRig(folder, SmartRig.settings(settings(), true), Ground.OPEN, clock);
    user = rig.new User(user.id, user.token);
  }

  /** What is set; nothing means as it comes. */
  Map<String, String> settings() {
    return Map.of();
  }
}
