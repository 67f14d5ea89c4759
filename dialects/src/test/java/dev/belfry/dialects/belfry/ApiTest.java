package dev.belfry.dialects.belfry;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One rig for all tests of a class, which have tenants of their own where it matters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiTest {

  ApiRig rig;

  /** A key that may do everything, of a tenant that the tests of a class share. */
  String key;

  @BeforeAll
  void open(@TempDir Path folder) {
    rig = new ApiRig(folder);
    key = rig.givenKey();
  }

  @AfterAll
  void close() {
    rig.close();
  }
}
