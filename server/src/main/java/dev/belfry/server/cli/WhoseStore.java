package dev.belfry.server.cli;

import dev.belfry.server.Failure;
import dev.belfry.server.ServerAddress;
import dev.belfry.server.client.Api;
import dev.belfry.server.client.ClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Whose store a command is about. A folder that is named decides: if a server has it open, that
 * very server is asked, else the folder is opened. A server's address decides only where no folder
 * is named; so nothing is ever said about another store.
 */
final class WhoseStore {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Whose store, whether a server has it open or not; BELFRY_DATA,",
        "else the server that --url or BELFRY_URL names, else ./data."
      })
  private @Nullable Path data;

  @Mixin private ClientOptions client = new ClientOptions();

  Path folder() {
    return ClientOptions.folder(data);
  }

  /**
   * Asks the server that has the store open; empty if none has, and the folder can be opened.
   *
   * @throws Failure if another command has it open, or it is not to be reached as {@code --url}
   *     says
   */
  Optional<Api> server() {
    if (data == null && client.urlDecides()) {
      return Optional.of(client.operatorApi(folder()));
    }
    return ServerAddress.find(folder())
        .map(near ->
            client.operatorApi(
                folder(), client.urlFlag().map(url -> same(url, near)).orElse(near)));
  }

  /** Another name of the same server: its certificate may have that one only. */
  private URI same(URI url, URI near) {
    if (ClientOptions.port(url) != ClientOptions.port(near)) {
      throw new Failure(
          "--url: the server that has " + folder() + " answers on " + near + ", not on " + url);
    }
    return url;
  }
}
