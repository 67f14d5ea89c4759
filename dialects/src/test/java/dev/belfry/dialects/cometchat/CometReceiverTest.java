package dev.belfry.dialects.cometchat;

import dev.belfry.testkit.FakeReceiver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The same with a receiver, which is not waited for so long. */
abstract class CometReceiverTest extends CometTest {

  static final Duration SOON = CometRig.SOON;

  FakeReceiver receiver;

  @BeforeEach
  void openReceiver() {
    receiver = FakeReceiver.start();
  }

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Override
  CometRig givenRig() {
    return rig(folder, CometChatSettings.Silence.PASS);
  }

  /**
   * @param silence what follows when a receiver says nothing
   */
  CometRig rig(Path folder, CometChatSettings.Silence silence) {
    return new CometRig(
        folder,
        new CometChatSettings("us", timeout(), silence, CometChatSettings.Edits.LIVE),
        true);
  }

  /** How long an answer is waited for. */
  abstract Duration timeout();
}
