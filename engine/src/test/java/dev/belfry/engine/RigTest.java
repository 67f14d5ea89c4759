package dev.belfry.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has an engine of its own, on a new store. */
abstract class RigTest {

  @TempDir Path folder;
  EngineRig rig;

  @BeforeEach
  void openRig() {
    rig = new EngineRig(folder);
  }

  @AfterEach
  void closeRig() {
    rig.close();
  }
}
