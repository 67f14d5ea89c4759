package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The 32 bytes that every secret at rest depends on. Never used as they are: each purpose has a key
 * {@linkplain #derive derived} from them.
 */
public final class MasterKey {

  static final String FILE = "master.key";

  private static final String NEXT_FILE = FILE + ".next";
  private static final String OLD_FILE = FILE + ".old";

  private static final int LENGTH = 32;

  private final byte[] bytes;

  private MasterKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The key given by the operator, else the one in {@code folder}, else a new one, kept in {@code
   * folder} as base64 that only its owner may read.
   *
   * @param given base64 of 32 bytes; then no file is read or written
   * @throws StoreRefused if the key is malformed, or {@code folder} has a store but no key: a new
   *     key could not open it
   */
  public static MasterKey loadOrCreate(Path folder, Optional<String> given) {
    if (given.isPresent()) {
      return parse(given.get(), "the master key");
    }
    var file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        if (Files.exists(folder.resolve(SqliteDatabase.FILE))) {
          throw new StoreRefused(
              "%s holds a store, but its key %s is missing: put it back, or give the key"
                  .formatted(folder, file),
              null);
        }
        create(file);
        Failpoint.AFTER_KEY_MADE.hit();
      }
      return parse(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
    } catch (IOException e) {
      throw new StoreRefused("cannot read or make " + file + ": " + FileFault.text(e), e);
    }
  }

  /**
   * The key that is to follow the one in {@code folder}: kept there until {@link #promote} puts it
   * into its place, so that a change that was cut short goes on with the same.
   *
   * @param given base64 of 32 bytes; without it one is made
   * @throws StoreRefused if the key is malformed, or another change has left its key or the old one
   */
  public static MasterKey next(Path folder, Optional<String> given) {
    var file = folder.resolve(NEXT_FILE);
    try {
      if (!Files.exists(file)) {
        refuseIfThere(folder.resolve(OLD_FILE));
        var next = given.map(text -> parse(text, "the new master key")).orElseGet(MasterKey::fresh);
        DurableFiles.writePrivate(file, next.base64() + "\n");
        DurableFiles.syncFolder(folder);
      }
      var next = parse(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
      if (given.isPresent() && !next.equalTo(parse(given.get(), "the new master key"))) {
        throw new StoreRefused(
            file + " has another key: a change to it was begun; finish that one first", null);
      }
      return next;
    } catch (IOException e) {
      throw new StoreRefused("cannot read or make " + file + ": " + FileFault.text(e), e);
    }
  }

  /**
   * Makes {@link #next} the folder's key; the one before stays as {@code master.key.old}, since
   * older backups open with nothing else.
   *
   * @return where the one before is now
   */
  public static Path promote(Path folder) {
    var file = folder.resolve(FILE);
    var old = folder.resolve(OLD_FILE);
    try {
      if (Files.exists(file) && !Files.exists(old)) {
        Files.createLink(old, file);
      }
      DurableFiles.syncFolder(folder);
      Files.move(folder.resolve(NEXT_FILE), file, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.syncFolder(folder);
      return old;
    } catch (IOException e) {
      throw new StoreRefused("cannot put the new key into the place of " + file + ": " + e, e);
    }
  }

  private static void refuseIfThere(Path file) {
    if (Files.exists(file)) {
      throw new StoreRefused(
          file + " is there, from the change before: move it to where you keep such keys", null);
    }
  }

  /** A key given from outside. */
  public static MasterKey given(String base64) {
    return parse(base64, "the new master key");
  }

  private boolean equalTo(MasterKey other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  private static MasterKey fresh() {
    var bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return new MasterKey(bytes);
  }

  /** A key for one purpose: HKDF-SHA256 of this one. Equal labels give equal keys. */
  public byte[] derive(String label) {
    try {
      var info = ("belfry " + label).getBytes(StandardCharsets.UTF_8);
      var parameters = HKDFParameterSpec.ofExtract().addIKM(bytes).thenExpand(info, LENGTH);
      return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As it stands in the file and in the operator's setting. */
  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "MasterKey[hidden]";
  }

  private static MasterKey parse(String text, String where) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new StoreRefused(where + " is not base64", e);
    }
    if (bytes.length != LENGTH) {
      throw new StoreRefused(
          "%s has %d bytes, not %d".formatted(where, bytes.length, LENGTH), null);
    }
    return new MasterKey(bytes);
  }

  /** Of two processes that start at once, the second keeps to the first one's key. */
  private static void create(Path file) throws IOException {
    var folder = DurableFiles.parentOf(file);
    DurableFiles.createFolder(folder);
    var fresh = folder.resolve(FILE + "." + ProcessHandle.current().pid());
    DurableFiles.writePrivate(fresh, fresh().base64() + "\n");
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException _) {
      // the other process was faster
    } finally {
      Files.delete(fresh);
    }
    DurableFiles.syncFolder(folder);
  }
}
