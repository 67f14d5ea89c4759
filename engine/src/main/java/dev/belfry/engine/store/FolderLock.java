package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a data folder to one process at a time; ends with the process, however it ends. */
final class FolderLock implements AutoCloseable {

  static final String FILE = "belfry.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws StoreRefused if another process, or another part of this one, has the folder
   */
  static FolderLock take(Path folder) {
    var file = folder.resolve(FILE);
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        var holder = holder(channel);
        channel.close();
        throw new StoreRefused(folder + " is in use by process " + holder, null);
      }
      channel.truncate(0);
      var pid = String.valueOf(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new StoreRefused("cannot lock " + folder + ": " + e, e);
    }
  }

  /** The process that has the folder, as it named itself; empty if none has. */
  static Optional<String> holder(Path folder) {
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null ? Optional.of(holder(channel)) : Optional.empty();
    } catch (IOException e) {
      throw new StoreRefused("cannot tell who has " + folder + ": " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(32);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreBroken("cannot give up the lock", e);
    }
  }
}
