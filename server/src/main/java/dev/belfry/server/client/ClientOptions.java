package dev.belfry.server.client;

import dev.belfry.server.Failure;
import dev.belfry.server.OperatorKey;
import dev.belfry.server.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a client command asks, and as whom. */
public final class ClientOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:BELFRY_URL:-http://127.0.0.1:8080}",
      description = "The server to ask; BELFRY_URL, else http://127.0.0.1:8080.")
  private String url = "";

  @Option(
      names = "--key",
      paramLabel = "SECRET",
      description = "BELFRY_KEY, else a --dev server's key, else the admin key of the data folder.")
  private @Nullable String key;

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description = "For whom the admin key acts; BELFRY_TENANT.")
  private @Nullable String tenant;

  public URI url() {
    try {
      var uri = URI.create(url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new Failure("--url: \"" + url + "\" is not an address such as http://127.0.0.1:8080");
  }

  /** The tenant that was named, if one was. */
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant != null ? tenant : System.getenv("BELFRY_TENANT"));
  }

  /** The data folder, where no flag names one. */
  public static Path usualFolder() {
    var variable = System.getenv("BELFRY_DATA");
    return Path.of(variable == null ? "./data" : variable);
  }

  /**
   * A client of that server with the credentials that are at hand.
   *
   * @param folder whose admin key is used when no key is given
   */
  public Api api(Path folder) {
    var address = url();
    var given = key != null ? key : System.getenv("BELFRY_KEY");
    var forTenant = tenant().orElse(null);
    if (given != null) {
      return new Api(address, given, forTenant);
    }
    if (isDev(address) && (forTenant == null || forTenant.equals(Program.DEV_TENANT))) {
      return new Api(address, Program.DEV_SECRET, null);
    }
    return new Api(address, OperatorKey.find(folder).orElseThrow(() -> noKey(folder)), forTenant);
  }

  /** A client that acts as the operator: with the key given, or the folder's admin key. */
  public Api operatorApi(Path folder) {
    var given = key != null ? key : System.getenv("BELFRY_KEY");
    var secret = given != null ? given : OperatorKey.find(folder).orElseThrow(() -> noKey(folder));
    return new Api(url(), secret, null);
  }

  /** Whether anything answers there. */
  public boolean isRunning() {
    try (var api = new Api(url(), null, null)) {
      return api.getIfRunning("/livez").isPresent();
    }
  }

  private static Failure noKey(Path folder) {
    return new Failure("no key: give --key or BELFRY_KEY; " + folder + " has no admin.key");
  }

  private static boolean isDev(URI address) {
    try (var api = new Api(address, null, null)) {
      return api.getIfRunning("/version")
          .filter(Api.Answer::good)
          .map(answer -> answer.json().path("dev").asBoolean(false))
          .orElse(false);
    }
  }
}
