package dev.belfry.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.belfry.server.config.Settings.Dev;
import dev.belfry.server.config.Settings.Egress;
import dev.belfry.server.config.Settings.Listening;
import dev.belfry.server.config.Settings.LogFormat;
import dev.belfry.server.config.Settings.Storage;
import dev.belfry.server.config.Settings.Tls;
import dev.belfry.server.http.Network;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  private static final Settings DEFAULTS =
      new Settings(
          new Listening(
              "127.0.0.1",
              8080,
              Optional.empty(),
              Optional.empty(),
              List.of(),
              List.of(),
              16 * 1024 * 1024,
              Optional.empty()),
          new Storage(
              Path.of("./data"),
              Optional.empty(),
              Optional.empty(),
              Duration.ofDays(30),
              Duration.ofDays(365),
              Duration.ofDays(7),
              1024 * 1024),
          new Egress(List.of(), false, Optional.empty()),
          new Dev(false, 1),
          Optional.empty(),
          Map.of(),
          Map.of(),
          List.of());

  @TempDir private Path folder;

  @Test
  void when_nothing_is_given_then_these_are_the_defaults() {
    assertThat(read(Map.of(), Map.of(), "")).isEqualTo(DEFAULTS);
  }

  @Test
  void when_the_shipped_file_is_uncommented_then_it_has_every_key_and_says_the_defaults()
      throws IOException {
    var shipped = Files.readString(Path.of("../belfry.yaml"));
    var uncommented =
        Pattern.compile("^#([a-z_]+:)", Pattern.MULTILINE)
            .matcher(shipped)
            .replaceAll("$1")
            .replaceAll("(?m)^dialects:", "#dialects:");

    var settings = read(Map.of(), Map.of(), uncommented);

    assertThat(read(Map.of(), Map.of(), shipped)).isEqualTo(DEFAULTS);
    assertThat(settings).isEqualTo(DEFAULTS);
    for (var key : Key.values()) {
      assertThat(uncommented).containsPattern("(?m)^" + key.inFile() + ":");
    }
  }

  @Test
  void when_every_key_is_given_then_each_has_its_place() {
    var masterKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    var settings =
        read(
            Map.of(),
            Map.of(
                "BELFRY_DIALECTS_APIFY_KNOWN", "a, b",
                "BELFRY_DIALECTS_COMETCHAT_REGION", "eu",
                "BELFRY_URL", "http://elsewhere",
                "PATH", "/bin"),
            """
            port: 1
            host: 0.0.0.0
            data: /var/lib/belfry
            admin_key: abcdefghijklmnopqrstuvwxyz012345
            master_key: %s
            egress:
              allow: [10.0.0.0/8, "192.168.0.0/16:443"]
              proxy: http://proxy:3128
            http_targets: true
            retention_events: 90d
            retention_audit: 730d
            idempotency_window: 12h
            max_event: 64 KiB
            max_body: 2MiB
            public_url: https://hooks.example/
            tls:
              cert: c.pem
              key: k.pem
            trusted_proxies: 10.1.0.0/16, ::1
            portal_origins: [https://app.example, "http://localhost:3000"]
            log: json
            metrics_port: 9090
            """
                .formatted(masterKey));

    assertThat(settings)
        .isEqualTo(
            new Settings(
                new Listening(
                    "0.0.0.0",
                    1,
                    Optional.of(URI.create("https://hooks.example")),
                    Optional.of(new Tls(Path.of("c.pem"), Path.of("k.pem"))),
                    List.of(Network.parse("10.1.0.0/16"), Network.parse("::1")),
                    List.of("https://app.example", "http://localhost:3000"),
                    2 * 1024 * 1024,
                    Optional.of(9090)),
                new Storage(
                    Path.of("/var/lib/belfry"),
                    Optional.of("abcdefghijklmnopqrstuvwxyz012345"),
                    Optional.of(masterKey),
                    Duration.ofDays(90),
                    Duration.ofDays(730),
                    Duration.ofHours(12),
                    64 * 1024),
                new Egress(
                    List.of("10.0.0.0/8", "192.168.0.0/16:443"),
                    true,
                    Optional.of(URI.create("http://proxy:3128"))),
                new Dev(false, 1),
                Optional.of(LogFormat.JSON),
                Map.of("apify", Set.of("a", "b")),
                Map.of("cometchat", Map.of("region", "eu")),
                List.of()));
  }

  @Test
  void when_a_key_is_given_thrice_then_the_flag_wins_and_then_the_variable() {
    var file = "port: 1\nhost: 127.0.0.2\nmax_event: 2KiB\n";
    var environment = Map.of("BELFRY_PORT", "2", "BELFRY_HOST", "127.0.0.3");

    var settings = read(Map.of("port", "3"), environment, file);

    assertThat(settings.listening().port()).isEqualTo(3);
    assertThat(settings.listening().host()).isEqualTo("127.0.0.3");
    assertThat(settings.storage().maxEvent()).isEqualTo(2048);
  }

  @Test
  void when_dev_is_on_then_loopback_and_http_are_allowed_and_time_may_be_scaled() {
    var settings =
        SettingsReader.read(true, Map.of(), Map.of("BELFRY_TIME_SCALE", "1000"), file(""));

    assertThat(settings.dev()).isEqualTo(new Dev(true, 1000));
    assertThat(settings.egress())
        .isEqualTo(new Egress(List.of("127.0.0.0/8", "::1"), true, Optional.empty()));
  }

  @Test
  void when_much_is_wrong_then_all_of_it_is_told_with_its_place() {
    var file = file("prot: 1\nmax_event: lots\nport: [1, 2]\n");

    var error =
        catchThrowable(() ->
            SettingsReader.read(
                true,
                Map.of("host", "0.0.0.0"),
                Map.of("BELFRY_RETENTION_EVENTS", "30", "BELFRY_TLS_CERT", "x.pem"),
                file));

    assertThat(error)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(file + " line 1: there is no setting prot")
        .hasMessageContaining(file + " line 2 (max_event): \"lots\" is not a number and B")
        .hasMessageContaining(file + " line 3 (port): \"1,2\" is not a whole number")
        .hasMessageContaining("--host: with --dev only a loopback address")
        .hasMessageContaining("BELFRY_RETENTION_EVENTS: \"30\" is not a number and ms")
        .hasMessageContaining("BELFRY_TLS_CERT: tls_cert and tls_key must be given together");
  }

  @Test
  void when_several_lines_of_the_file_are_wrong_then_they_are_told_in_its_order() {
    var file =
        file(
            """
            max_event: lots
            dialects:
              nosuch:
                a: 1
            egress_allow: [10.0.0.0/99, 10.0.0.0/8]
            prot: 1
            host: 999.1.1.1
            port: 70000
            """);

    var error =
        catchThrowable(() ->
            SettingsReader.read(
                false,
                Map.of(),
                Map.of("BELFRY_LOG", "xml"),
                file,
                _ -> List.of(new SettingFault("dialects_nosuch_a", "there is no such setting"))));

    assertThat(((InvalidSettings) error).faults())
        .satisfiesExactly(
            one -> assertThat(one).startsWith(file + " line 1 (max_event): "),
            two ->
                assertThat(two)
                    .isEqualTo(file + " line 4 (dialects_nosuch_a): there is no such setting"),
            three ->
                assertThat(three)
                    .startsWith(file + " line 5 (egress_allow): \"10.0.0.0/99\" is not a range"),
            four -> assertThat(four).isEqualTo(file + " line 6: there is no setting prot"),
            five -> assertThat(five).startsWith(file + " line 7 (host): \"999.1.1.1\" is no"),
            six -> assertThat(six).startsWith(file + " line 8 (port): "),
            seven -> assertThat(seven).isEqualTo("BELFRY_LOG: must be json or text"));
  }

  @Test
  void when_the_audit_log_would_be_kept_for_no_time_then_that_is_told() {
    var error = catchThrowable(() -> read(Map.of(), Map.of("BELFRY_RETENTION_AUDIT", "0s"), ""));

    assertThat(error)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("BELFRY_RETENTION_AUDIT: must be over 0s");
  }

  @Test
  void when_events_would_go_before_their_repeats_are_forgotten_then_that_is_told() {
    var error = catchThrowable(() -> read(Map.of(), Map.of("BELFRY_RETENTION_EVENTS", "3d"), ""));

    assertThat(error)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("BELFRY_RETENTION_EVENTS: must be over 0s and not shorter than");
  }

  @ParameterizedTest
  @CsvSource({
    "BELFRY_RETENTION_EVENTS, 1.5d",
    "BELFRY_RETENTION_EVENTS, 5",
    "BELFRY_RETENTION_EVENTS, 30D",
    "BELFRY_RETENTION_AUDIT, 1y",
    "BELFRY_IDEMPOTENCY_WINDOW, -1d",
  })
  void when_a_duration_cannot_be_read_then_that_is_the_only_fault(String variable, String value) {
    var error = catchThrowable(() -> read(Map.of(), Map.of(variable, value), ""));

    assertThat(((InvalidSettings) error).faults())
        .containsExactly(variable + ": \"" + value + "\" is not a number and ms, s, m, h or d");
  }

  @Test
  void when_a_variable_is_unknown_then_that_is_a_warning() {
    var settings = read(Map.of(), Map.of("BELFRY_PROT", "1"), "");

    assertThat(settings.warnings()).containsExactly("there is no setting BELFRY_PROT");
  }

  @ParameterizedTest
  @CsvSource({
    "BELFRY_PORT, 65536",
    "BELFRY_PORT, -1",
    "BELFRY_PORT, 8080x",
    "BELFRY_METRICS_PORT, x",
    "BELFRY_ADMIN_KEY, tooshort",
    "BELFRY_MASTER_KEY, AAAA",
    "BELFRY_MASTER_KEY, '???'",
    "BELFRY_TIME_SCALE, 10",
    "BELFRY_HTTP_TARGETS, yes",
    "BELFRY_MAX_BODY, 1TiB",
    "BELFRY_MAX_EVENT, 99999999999",
    "BELFRY_LOG, xml",
    "BELFRY_PUBLIC_URL, hooks.example",
    "BELFRY_PUBLIC_URL, ftp://hooks.example",
    "BELFRY_EGRESS_PROXY, http://a b",
    "BELFRY_EGRESS_PROXY, https://proxy.example:3128",
    "BELFRY_TRUSTED_PROXIES, 10.0.0.0/33",
    "BELFRY_TRUSTED_PROXIES, proxy.example",
    "BELFRY_HOST, 999.1.1.1",
    "BELFRY_EGRESS_ALLOW, 10.0.0.0/99",
    "BELFRY_PORTAL_ORIGINS, app.example",
    "BELFRY_PORTAL_ORIGINS, https://app.example/page",
    "BELFRY_PORTAL_ORIGINS, https://*; script-src *",
    "BELFRY_IDEMPOTENCY_WINDOW, 7 days",
    "BELFRY_DATABASE_URL, postgresql://u:p@h/db",
  })
  void when_a_value_cannot_be_used_then_its_variable_is_named(String variable, String value) {
    assertThatThrownBy(() -> read(Map.of(), Map.of(variable, value), ""))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(variable);
  }

  @Test
  void when_the_file_is_no_yaml_or_not_there_then_that_is_told() {
    var broken = file("a: [1\nb: 2");

    assertThatThrownBy(() -> SettingsReader.read(false, Map.of(), Map.of(), broken))
        .hasMessageContaining(broken + " line 2");
    assertThatThrownBy(
            () -> SettingsReader.read(false, Map.of(), Map.of(), folder.resolve("none.yaml")))
        .hasMessage("there is no file " + folder.resolve("none.yaml"));
  }

  private Settings read(Map<String, String> flags, Map<String, String> environment, String file) {
    return SettingsReader.read(false, flags, environment, file(file));
  }

  private Path file(String content) {
    try {
      return Files.writeString(folder.resolve("belfry.yaml"), content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
