package dev.belfry.dialects.apify;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A rig, new for each test. */
abstract class ApifyTest {

  static final String SUCCEEDED = "ACTOR.RUN.SUCCEEDED";

  /** The id of nothing. */
  static final String NOBODY = "A".repeat(17);

  @TempDir Path folder;
  ApifyRig rig;

  @BeforeEach
  void open() {
    rig = new ApifyRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }
}
