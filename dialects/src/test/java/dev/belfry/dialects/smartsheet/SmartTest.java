package dev.belfry.dialects.smartsheet;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A rig and a user of the vendor's, new for each test; as strict as it comes. */
abstract class SmartTest {

  /** A target that is never asked. */
  static final String URL = "https://hooks.acme.example/in";

  @TempDir Path folder;
  SmartRig rig;
  SmartRig.User user;

  @BeforeEach
  void open() {
    rig = givenRig();
    user = rig.givenUser();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  SmartRig givenRig() {
    return new SmartRig(folder, false);
  }
}
