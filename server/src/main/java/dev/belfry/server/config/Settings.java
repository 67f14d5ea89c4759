package dev.belfry.server.config;

import dev.belfry.server.http.Network;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the operator decided.
 *
 * @param known by vendor: the Actors, sheets and plans that exist there; of a vendor that is not
 *     named every well-formed id exists
 * @param dialects by vendor, then name: settings that only that dialect has, as given
 * @param warnings about what was given and is not used
 */
public record Settings(
    Listening listening,
    Storage storage,
    Egress egress,
    Dev dev,
    Optional<LogFormat> log,
    Map<String, Set<String>> known,
    Map<String, Map<String, String>> dialects,
    List<String> warnings) {

  public Settings {
    known = Map.copyOf(known);
    dialects = Map.copyOf(dialects);
    warnings = List.copyOf(warnings);
  }

  /**
   * Where requests come in.
   *
   * @param port 0 for any free one
   * @param publicUrl the address for links; without it the one each caller used
   * @param portalOrigins whose pages may have the customers' portal in them
   * @param maxBody bytes of one request
   * @param metricsPort where {@code /metrics} is served instead of the main port
   */
  public record Listening(
      String host,
      int port,
      Optional<URI> publicUrl,
      Optional<Tls> tls,
      List<Network> trustedProxies,
      List<String> portalOrigins,
      int maxBody,
      Optional<Integer> metricsPort) {

    public Listening {
      trustedProxies = List.copyOf(trustedProxies);
      portalOrigins = List.copyOf(portalOrigins);
    }
  }

  /** PEM files: the certificates, the server's own first, and its PKCS#8 key. */
  public record Tls(Path certificates, Path key) {}

  /**
   * What is kept, where and how long.
   *
   * @param data folder of the embedded store
   * @param adminKey the operator's key; without it the one kept in the folder
   * @param masterKey base64 of 32 bytes; without it the one kept in the folder
   * @param maxEvent bytes of the data of one event
   */
  public record Storage(
      Path data,
      Optional<String> adminKey,
      Optional<String> masterKey,
      Duration retentionEvents,
      Duration retentionAudit,
      Duration idempotencyWindow,
      int maxEvent) {}

  /**
   * Where requests may go.
   *
   * @param allow {@code CIDR[:port]} that may be reached besides global addresses
   * @param httpTargets whether {@code http://} targets are allowed
   */
  public record Egress(List<String> allow, boolean httpTargets, Optional<URI> proxy) {
    public Egress {
      allow = List.copyOf(allow);
    }
  }

  /**
   * For trying things out on one's own machine.
   *
   * @param on whether {@code --dev} was given
   * @param timeScale waits are divided by it
   */
  public record Dev(boolean on, double timeScale) {}

  /** How log lines are written. */
  public enum LogFormat {
    TEXT,
    JSON
  }
}
