package dev.belfry.server;

import dev.belfry.engine.store.FileFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The operator's key, kept in the data folder where only its owner may read it. */
public final class OperatorKey {

  private static final String FILE = "admin.key";
  private static final int SHORTEST = 32;

  private OperatorKey() {}

  /**
   * The key of a folder, if it has one that can be read.
   *
   * @throws Failure if the file holds no key
   */
  public static Optional<String> find(Path folder) {
    var file = folder.resolve(FILE);
    try {
      var key = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (key.length() < SHORTEST) {
        throw new Failure(file + " has fewer than " + SHORTEST + " characters");
      }
      return Optional.of(key);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Failure(file + " cannot be read: " + FileFault.text(e));
    }
  }

  /** Makes a key of 256 random bits, or gives the one that is there. */
  static String findOrMake(Path folder) {
    return find(folder).orElseGet(() -> make(folder));
  }

  /** Where a folder keeps it. */
  public static Path file(Path folder) {
    return folder.resolve(FILE).toAbsolutePath().normalize();
  }

  private static String make(Path folder) {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    var key = "bfya_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var file = file(folder);
    var fresh = folder.resolve(FILE + "." + ProcessHandle.current().pid());
    try {
      write(fresh, key);
      Files.createLink(file, fresh);
      return key;
    } catch (FileAlreadyExistsException _) {
      return find(folder).orElseThrow(() -> new Failure(file + " came and went"));
    } catch (IOException e) {
      throw new Failure(file + " cannot be written: " + FileFault.text(e));
    } finally {
      fresh.toFile().delete();
    }
  }

  /** Whole and synced under another name first: half a key would lock the operator out. */
  private static void write(Path file, String key) throws IOException {
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.deleteIfExists(file);
    try (var channel = FileChannel.open(file, options, onlyOwner)) {
      channel.write(ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
  }
}
