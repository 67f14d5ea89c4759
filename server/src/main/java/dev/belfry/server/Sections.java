package dev.belfry.server;

import dev.belfry.engine.Engine;
import dev.belfry.server.config.Settings;
import dev.belfry.server.console.page.Facts.Line;
import dev.belfry.server.console.page.Facts.Section;
import dev.belfry.server.console.page.Text;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the console's page of settings and health says. No secret is among it. */
final class Sections {

  private final Settings settings;
  private final DataFolder folder;
  private final Engine engine;
  private final Instant started;

  Sections(Settings settings, DataFolder folder, Engine engine, Instant started) {
    this.settings = settings;
    this.folder = folder;
    this.engine = engine;
    this.started = started;
  }

  /** What a server in use should not allow. */
  List<String> unsafe() {
    var unsafe = new ArrayList<String>();
    if (settings.dev().on()) {
      unsafe.add(
          "--dev: a key that everybody knows works, and targets on this machine are allowed.");
    }
    if (settings.egress().httpTargets()) {
      unsafe.add("http_targets: requests may leave without encryption.");
    }
    if (!settings.egress().allow().isEmpty()) {
      unsafe.add(
          "egress_allow: targets may reach "
              + String.join(", ", settings.egress().allow())
              + ", which are not on the open net.");
    }
    if (folder.unsafeAllowed()) {
      unsafe.add(
          "--allow-unsafe-store: the folder may be in memory or on a network, where what was"
              + " accepted can be lost."
              + (settings.dev().on() ? " --dev allows it too." : ""));
    }
    var listening = settings.listening();
    if (isOpen()) {
      unsafe.add(
          "host: "
              + listening.host()
              + " is listened on without encryption and without a trusted proxy.");
    }
    return unsafe;
  }

  List<Section> all() {
    return List.of(server(), store(), deliveries(), limits(), egress());
  }

  private Section server() {
    var listening = settings.listening();
    return new Section(
        "Server",
        List.of(
            line("Version", Version.text()),
            line("Java", Runtime.version() + ", " + System.getProperty("java.vm.name")),
            line("Running for", Text.wait(Duration.between(started, Instant.now()))),
            line("Listening on", listening.host() + ":" + listening.port()),
            new Line(
                "Encrypted",
                listening.tls().isPresent() ? "yes" : "not by Belfry itself",
                isOpen()),
            line("Outside address", text(listening.publicUrl(), "the one each caller uses")),
            line("Trusted proxies", listening.trustedProxies().isEmpty() ? "none" : "given"),
            line("Portal in pages of", list(listening.portalOrigins(), "none"))));
  }

  private Section store() {
    var writable = folder.database().writable();
    return new Section(
        "Store",
        List.of(
            line("Kind", "embedded (SQLite)"),
            line("Folder", folder.path().toAbsolutePath().normalize().toString()),
            new Line("Can be written", writable ? "yes" : "no: nothing is accepted", !writable),
            line("Size", size(folder.path().resolve("belfry.db"))),
            line("Log", Text.bytes(folder.database().logBytes())),
            space()));
  }

  private Line space() {
    try {
      var free = Files.getFileStore(folder.path()).getUsableSpace();
      return new Line("Free on its disk", Text.bytes(free), free < 256L << 20);
    } catch (IOException e) {
      return new Line("Free on its disk", "not known", true);
    }
  }

  private Section deliveries() {
    var standing = engine.deliveries().standing();
    var due = standing.oldestDue();
    var late = due == null ? Duration.ZERO : Duration.between(due, Instant.now());
    var lanes =
        engine.deliverer().laneStates().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(lane -> lane.getValue() + " " + lane.getKey())
            .collect(Collectors.joining(", "));
    return new Section(
        "Deliveries",
        List.of(
            line("Pending", Text.count(standing.pending())),
            new Line(
                "Oldest due",
                late.isPositive() ? Text.wait(late) + " ago" : "none",
                late.toMinutes() >= 5),
            line("Lanes", lanes),
            line(
                "Waits divided by",
                settings.dev().timeScale() == 1
                    ? "1 (real time)"
                    : String.valueOf(settings.dev().timeScale()))));
  }

  private Section limits() {
    var storage = settings.storage();
    return new Section(
        "Limits and retention",
        List.of(
            line("Data of one event", Text.bytes(storage.maxEvent())),
            line("One request", Text.bytes(settings.listening().maxBody())),
            line("Events are kept for", Text.wait(storage.retentionEvents())),
            line("The audit log is kept for", Text.wait(storage.retentionAudit())),
            line("Repeats are noticed for", Text.wait(storage.idempotencyWindow()))));
  }

  private Section egress() {
    var egress = settings.egress();
    return new Section(
        "Where requests may go",
        List.of(
            new Line(
                "Besides the open net", list(egress.allow(), "nowhere"), !egress.allow().isEmpty()),
            new Line(
                "Without encryption",
                egress.httpTargets() ? "allowed" : "no",
                egress.httpTargets()),
            line("By the proxy", text(egress.proxy().map(Sections::host), "none"))));
  }

  /** Without a password it may have. */
  private static String host(URI proxy) {
    return proxy.getScheme() + "://" + proxy.getHost() + ":" + proxy.getPort();
  }

  /** Whether keys cross the net as they are. */
  private boolean isOpen() {
    var listening = settings.listening();
    return listening.tls().isEmpty() && listening.trustedProxies().isEmpty() && !isLoopback();
  }

  private boolean isLoopback() {
    var host = settings.listening().host();
    return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
  }

  private static Line line(String name, String value) {
    return new Line(name, value, false);
  }

  private static String text(Optional<?> value, String otherwise) {
    return value.map(Object::toString).orElse(otherwise);
  }

  private static String list(List<String> values, String otherwise) {
    return values.isEmpty() ? otherwise : String.join(", ", values);
  }

  private static String size(Path file) {
    try {
      return Text.bytes(Files.size(file));
    } catch (IOException e) {
      return "not known";
    }
  }
}
