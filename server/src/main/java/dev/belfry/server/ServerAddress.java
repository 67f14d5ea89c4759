package dev.belfry.server;

import dev.belfry.engine.store.ClosedStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the server of a data folder answers. It is kept beside the folder's lock, so that a command
 * about a folder asks the server that has that very folder, and no other.
 */
public final class ServerAddress {

  private static final Logger LOG = LoggerFactory.getLogger(ServerAddress.class);
  private static final String FILE = "server.url";
  private static final Pattern FORM = Pattern.compile("([0-9]+) (https?://\\S+)\n");

  private ServerAddress() {}

  /**
   * Tells the folder's commands where this process answers. A server whose folder has no room for
   * that runs all the same.
   */
  static void write(Path folder, URI address) {
    try {
      Files.writeString(
          folder.resolve(FILE),
          ProcessHandle.current().pid() + " " + address + "\n",
          StandardCharsets.US_ASCII);
    } catch (IOException e) {
      LOG.warn("commands with --data will not find this server: {}", e.toString());
    }
  }

  /** Forgets what this process, or one that was killed, told. */
  static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
    } catch (IOException e) {
      LOG.warn("cannot be deleted: {}", e.toString());
    }
  }

  /**
   * The server that has the folder open; empty if no process has it.
   *
   * @throws Failure if the process that has it told no address: it is another command, or a server
   *     that is starting or ending
   * @throws dev.belfry.engine.store.StoreRefused if the folder's lock cannot be read
   */
  public static Optional<URI> find(Path folder) {
    return ClosedStore.holder(folder)
        .map(holder ->
            told(folder, holder)
                .orElseThrow(() ->
                    new Failure(
                        folder
                            + " is in use by process "
                            + holder
                            + ", which is no server that is ready; try again when it is, or has"
                            + " ended")));
  }

  private static Optional<URI> told(Path folder, String holder) {
    try {
      var text = Files.readString(folder.resolve(FILE), StandardCharsets.US_ASCII);
      var told = FORM.matcher(text);
      return told.matches() && told.group(1).equals(holder)
          ? Optional.of(URI.create(told.group(2)))
          : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Failure(folder.resolve(FILE) + " cannot be read: " + e);
    }
  }
}
