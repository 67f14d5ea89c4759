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

  private static final String USUAL = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server to ask; BELFRY_URL, else http://127.0.0.1:8080.")
  private @Nullable String url;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificates as PEM that its certificate must come from; BELFRY_CA.")
  private @Nullable Path authorities;

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

  /** The server to ask. */
  public URI url() {
    return urlFlag()
        .or(() -> variable("BELFRY_URL").map(text -> address("BELFRY_URL", text)))
        .orElseGet(() -> URI.create(USUAL));
  }

  /** The server that {@code --url} names. */
  public Optional<URI> urlFlag() {
    return Optional.ofNullable(url).map(text -> address("--url", text));
  }

  /** Whether a server is named, and no folder by a variable that counts more. */
  public boolean urlDecides() {
    return url != null || (variable("BELFRY_URL").isPresent() && variable("BELFRY_DATA").isEmpty());
  }

  /** The port of an address, also where it is the usual one. */
  public static int port(URI address) {
    var usual = "https".equals(address.getScheme()) ? 443 : 80;
    return address.getPort() < 0 ? usual : address.getPort();
  }

  private static URI address(String origin, String text) {
    try {
      var uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new Failure(origin + ": \"" + text + "\" is not an address such as " + USUAL);
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isEmpty());
  }

  /** The tenant that was named, if one was. */
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant).or(() -> variable("BELFRY_TENANT"));
  }

  /**
   * The data folder.
   *
   * @param named by a flag, which counts more than BELFRY_DATA
   */
  public static Path folder(@Nullable Path named) {
    return named == null ? Path.of(variable("BELFRY_DATA").orElse("data")) : named;
  }

  /**
   * A client of that server with the credentials that are at hand.
   *
   * @param folder whose admin key is used when no key is given
   */
  public Api api(Path folder) {
    var address = url();
    var forTenant = tenant().orElse(null);
    var given = given();
    if (given.isPresent()) {
      return open(address, given.get(), forTenant);
    }
    if (isDev(address) && (forTenant == null || forTenant.equals(Program.DEV_TENANT))) {
      return open(address, new Credentials(Program.DEV_SECRET, "known of --dev servers"), null);
    }
    return open(address, adminKey(folder, address), forTenant);
  }

  /** A client that acts as the operator: with the key given, or the folder's admin key. */
  public Api operatorApi(Path folder) {
    return operatorApi(folder, url());
  }

  /** The same, of the server at this address. */
  public Api operatorApi(Path folder, URI address) {
    return open(address, given().orElseGet(() -> adminKey(folder, address)), null);
  }

  private Optional<Credentials> given() {
    return Optional.ofNullable(key)
        .map(secret -> new Credentials(secret, "given by --key"))
        .or(() ->
            variable("BELFRY_KEY").map(secret -> new Credentials(secret, "given by BELFRY_KEY")));
  }

  private Credentials adminKey(Path folder, URI address) {
    var secret = OperatorKey.find(folder).orElseThrow(() -> noKey(folder, address));
    return new Credentials(secret, "from " + OperatorKey.file(folder));
  }

  private Api open(URI address, @Nullable Credentials credentials, @Nullable String forTenant) {
    var trust =
        Optional.ofNullable(authorities)
            .map(file -> Trust.in(file, "--ca"))
            .or(() -> variable("BELFRY_CA").map(file -> Trust.in(Path.of(file), "BELFRY_CA")));
    return new Api(address, credentials, forTenant, trust.orElse(null));
  }

  /** Where nobody listens, a key would be of no use. */
  private Failure noKey(Path folder, URI address) {
    try (var api = open(address, null, null)) {
      if (api.getIfRunning("/version").isEmpty()) {
        return api.nobodyThere();
      }
    }
    return new Failure(
        "no key: give --key or BELFRY_KEY; " + folder.toAbsolutePath() + " has no admin.key");
  }

  private boolean isDev(URI address) {
    try (var api = open(address, null, null)) {
      return api.getIfRunning("/version")
          .filter(Api.Answer::good)
          .map(answer -> answer.json().path("dev").asBoolean(false))
          .orElse(false);
    }
  }
}
