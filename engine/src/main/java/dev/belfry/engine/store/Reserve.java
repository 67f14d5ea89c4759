package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/**
 * Disk space held by a file, given back when the disk is full so that outcomes can still be
 * written.
 */
final class Reserve {

  static final String FILE = "belfry.reserve";

  private static final int CHUNK = 64 * 1024;

  private final Path file;
  private final int bytes;
  private volatile boolean held;

  Reserve(Path folder, int bytes) {
    this.file = folder.resolve(FILE);
    this.bytes = bytes;
  }

  boolean held() {
    return held;
  }

  long heldBytes() {
    return held ? bytes : 0;
  }

  synchronized void release() {
    held = false;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StoreBroken("cannot give back the reserve " + file, e);
    }
    Failpoint.AFTER_RESERVE_RELEASED.hit();
  }

  /** Whether the space is held now; false while the disk has no room for it. */
  synchronized boolean restore() {
    if (!held) {
      held = isComplete() || allocate();
    }
    return held;
  }

  private boolean isComplete() {
    try {
      return Files.size(file) == bytes;
    } catch (IOException _) {
      return false;
    }
  }

  /** Real bytes that do not compress: a hole in a file holds no space. */
  private boolean allocate() {
    var chunk = new byte[CHUNK];
    RandomGenerator.getDefault().nextBytes(chunk);
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int left = bytes; left > 0; left -= CHUNK) {
        channel.write(ByteBuffer.wrap(chunk, 0, Math.min(left, CHUNK)));
      }
      channel.force(true);
      return true;
    } catch (IOException _) {
      return giveUp();
    }
  }

  private boolean giveUp() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // tried again at the next restore
    }
    return false;
  }
}
