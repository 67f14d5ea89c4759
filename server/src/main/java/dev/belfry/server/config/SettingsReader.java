package dev.belfry.server.config;

import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.server.config.Settings.Dev;
import dev.belfry.server.config.Settings.Egress;
import dev.belfry.server.config.Settings.Listening;
import dev.belfry.server.config.Settings.LogFormat;
import dev.belfry.server.config.Settings.Storage;
import dev.belfry.server.config.Settings.Tls;
import dev.belfry.server.http.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts flags, environment and file together and checks the whole. */
public final class SettingsReader {

  private static final int MIB = 1 << 20;
  private static final Pattern FILE_LINE = Pattern.compile("^[^:]* line ([0-9]{1,7})(?: \\(|: )");

  /** Variables of the client commands and the launcher. */
  private static final Set<String> NOT_OURS =
      Set.of("url", "key", "tenant", "ca", "java_opts", "home");

  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Given> given = new HashMap<>();
  private final boolean dev;

  private SettingsReader(boolean dev) {
    this.dev = dev;
  }

  /**
   * What a server is started with.
   *
   * @param dev whether {@code --dev} was given
   * @param flags by the setting's name in the file; only those given
   * @param environment all variables of the process
   * @param file the file named by a flag; null for {@code belfry.yaml} here, if there is one
   * @throws InvalidSettings naming all faults
   */
  public static Settings read(
      boolean dev,
      Map<String, String> flags,
      Map<String, String> environment,
      @Nullable Path file) {
    return read(dev, flags, environment, file, _ -> List.of());
  }

  /**
   * The same, for a server that is about to start.
   *
   * @param more finds what only the parts can tell that get the settings: told with the rest
   */
  public static Settings read(
      boolean dev,
      Map<String, String> flags,
      Map<String, String> environment,
      @Nullable Path file,
      Function<Settings, List<SettingFault>> more) {
    var reader = new SettingsReader(dev);
    reader.takeFile(file);
    reader.takeEnvironment(environment);
    flags.forEach((name, text) -> reader.given.put(name, new Given(text, "--" + name)));
    var settings = reader.settings();
    more.apply(settings).forEach(fault -> reader.faults.add(reader.placed(fault)));
    if (!reader.faults.isEmpty()) {
      reader.faults.sort(Comparator.comparingInt(SettingsReader::line));
      throw new InvalidSettings(reader.faults);
    }
    return settings;
  }

  private String placed(SettingFault fault) {
    var value = given.get(fault.setting());
    return (value == null ? fault.setting() : value.origin()) + ": " + fault.text();
  }

  /** Where in the file; what was given elsewhere comes after, in the order of the keys. */
  private static int line(String fault) {
    var place = FILE_LINE.matcher(fault);
    return place.find() ? Integer.parseInt(place.group(1)) : Integer.MAX_VALUE;
  }

  private void takeFile(@Nullable Path file) {
    var standard = Path.of("belfry.yaml");
    if (file != null || Files.exists(standard)) {
      SettingsFile.read(file == null ? standard : file, given, faults);
    }
  }

  private void takeEnvironment(Map<String, String> environment) {
    environment.forEach((variable, text) ->
        Key.ofVariable(variable)
            .filter(name -> !NOT_OURS.contains(name))
            .ifPresent(name -> {
              if (Key.exists(name)) {
                given.put(name, new Given(text, variable));
              } else {
                warnings.add("there is no setting " + variable);
              }
            }));
  }

  private Settings settings() {
    var values = new Values(given, faults);
    if (values.has(Key.DATABASE_URL)) {
      values.fault(
          Key.DATABASE_URL,
          "PostgreSQL is not supported yet; leave it out to use the embedded store");
    }
    return new Settings(
        listening(values),
        storage(values),
        egress(values),
        dev(values),
        log(values),
        known(),
        dialects(),
        warnings);
  }

  private Listening listening(Values values) {
    var host = values.text(Key.HOST).orElseThrow();
    var address = address(host);
    if (address.isEmpty()) {
      values.fault(Key.HOST, "\"" + host + "\" is no address, and no name that has one");
    } else if (dev && !address.get().isLoopbackAddress()) {
      values.fault(Key.HOST, "with --dev only a loopback address may be listened on");
    }
    return new Listening(
        host,
        values.number(Key.PORT, 0, 65535),
        values.address(Key.PUBLIC_URL),
        tls(values),
        values.list(
            Key.TRUSTED_PROXIES, Network::parse, "an address or a range such as 10.0.0.0/8"),
        values.list(
            Key.PORTAL_ORIGINS,
            SettingsReader::origin,
            "an origin such as https://app.example.com"),
        values.size(Key.MAX_BODY, 1024, 256 * MIB),
        values.optionalNumber(Key.METRICS_PORT, 0, 65535));
  }

  private static Optional<Tls> tls(Values values) {
    var certificates = values.path(Key.TLS_CERT);
    var key = values.path(Key.TLS_KEY);
    if (certificates.isPresent() != key.isPresent()) {
      values.fault(
          certificates.isPresent() ? Key.TLS_CERT : Key.TLS_KEY,
          "tls_cert and tls_key must be given together");
    }
    return certificates.flatMap(path -> key.map(keyPath -> new Tls(path, keyPath)));
  }

  private static Storage storage(Values values) {
    var adminKey = values.text(Key.ADMIN_KEY);
    if (adminKey.isPresent() && adminKey.get().length() < 32) {
      values.fault(Key.ADMIN_KEY, "must have at least 32 characters");
    }
    var masterKey = values.text(Key.MASTER_KEY);
    if (masterKey.isPresent() && !is32Bytes(masterKey.get())) {
      values.fault(
          Key.MASTER_KEY, "must be base64 of 32 bytes; make one with: openssl rand -base64 32");
    }
    var retention = values.duration(Key.RETENTION_EVENTS);
    var window = values.duration(Key.IDEMPOTENCY_WINDOW);
    if (values.readable(Key.RETENTION_EVENTS)
        && (!retention.isPositive() || retention.compareTo(window) < 0)) {
      values.fault(
          Key.RETENTION_EVENTS,
          "must be over 0s and not shorter than idempotency_window: repeats are known by the events"
              + " kept");
    }
    var audit = values.duration(Key.RETENTION_AUDIT);
    if (values.readable(Key.RETENTION_AUDIT) && !audit.isPositive()) {
      values.fault(Key.RETENTION_AUDIT, "must be over 0s");
    }
    int maxEvent = values.size(Key.MAX_EVENT, 1024, 64 * MIB);
    return new Storage(
        values.path(Key.DATA).orElseThrow(),
        adminKey,
        masterKey,
        retention,
        audit,
        window,
        maxEvent);
  }

  private Egress egress(Values values) {
    List<String> standard = dev ? List.of("127.0.0.0/8", "::1") : List.of();
    var proxy = values.address(Key.EGRESS_PROXY);
    if (proxy.filter(uri -> "https".equals(uri.getScheme())).isPresent()) {
      values.fault(
          Key.EGRESS_PROXY,
          "must begin with http://: what goes through the proxy is encrypted, the way to it is"
              + " not");
    }
    return new Egress(
        values.has(Key.EGRESS_ALLOW)
            ? values.list(
                Key.EGRESS_ALLOW,
                SettingsReader::range,
                "a range such as 10.0.0.0/8 or 10.1.2.3/32:443")
            : standard,
        values.flag(Key.HTTP_TARGETS, dev),
        proxy);
  }

  private Dev dev(Values values) {
    if (!dev
        && values.has(Key.TIME_SCALE)
        && !values.text(Key.TIME_SCALE).equals(Optional.of("1"))) {
      values.fault(Key.TIME_SCALE, "is only for --dev");
    }
    return new Dev(dev, values.factor(Key.TIME_SCALE, 1e9));
  }

  private static Optional<LogFormat> log(Values values) {
    return values
        .text(Key.LOG)
        .flatMap(text ->
            switch (text) {
              case "text" -> Optional.of(LogFormat.TEXT);
              case "json" -> Optional.of(LogFormat.JSON);
              default -> {
                values.fault(Key.LOG, "must be json or text");
                yield Optional.empty();
              }
            });
  }

  private Map<String, Set<String>> known() {
    return given.entrySet().stream()
        .filter(entry -> Key.vendor(entry.getKey()).isPresent())
        .collect(
            Collectors.toUnmodifiableMap(
                entry -> Key.vendor(entry.getKey()).orElseThrow(),
                entry ->
                    Values.items(entry.getValue().text()).collect(Collectors.toUnmodifiableSet())));
  }

  private Map<String, Map<String, String>> dialects() {
    var dialects = new HashMap<String, Map<String, String>>();
    given.forEach((inFile, value) ->
        Key.ofDialect(inFile)
            .ifPresent(key ->
                dialects
                    .computeIfAbsent(key.vendor(), _ -> new HashMap<>())
                    .put(key.name(), value.text())));
    return dialects;
  }

  private static String range(String text) {
    EgressPolicy.of(List.of(text), false, List.of());
    return text;
  }

  private static String origin(String text) {
    if (!text.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
      throw new IllegalArgumentException("no origin");
    }
    return text;
  }

  private static boolean is32Bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64.strip()).length == 32;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }
}
