package dev.belfry.dialects.cometchat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A rig and an app, new for each test. */
abstract class CometTest {

  @TempDir Path folder;
  CometRig rig;
  CometRig.App app;

  @BeforeEach
  void open() {
    rig = givenRig();
    app = rig.givenApp();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  CometRig givenRig() {
    return new CometRig(folder);
  }
}
