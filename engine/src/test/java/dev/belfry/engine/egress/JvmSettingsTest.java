package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer.Answered;
import dev.belfry.testkit.FakeReceiver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T56: settings of the JVM and the environment that would undermine policy have no effect. */
class JvmSettingsTest {

  @TempDir private static Path folder;

  /** What the started JVM does: asks for a name, changes its address, asks again, sends. */
  static final class Child {
    public static void main(String[] args) throws Exception {
      var hosts = Path.of(args[0]);
      var lookup = Lookup.system();
      System.out.println(lookup.addresses("hooks.example.com"));
      Files.writeString(hosts, "127.0.2.2 hooks.example.com\n");
      System.out.println(lookup.addresses("hooks.example.com"));
      try (var sender = Requests.senderToLoopback()) {
        var answer = sender.send(Requests.post(URI.create(args[1]), "x"));
        System.out.println(
            answer instanceof Answered(int status, var _, var _, var _) ? status : answer);
        System.out.println(
            sender.send(Requests.post(URI.create(args[1]), "x", new Header("Host", "y"))));
      }
    }
  }

  @Test
  void T56_when_the_jvm_is_started_with_unsafe_settings_then_they_have_no_effect()
      throws Exception {
    var hosts = Files.writeString(folder.resolve("hosts"), "127.0.2.1 hooks.example.com\n");
    try (var receiver = FakeReceiver.start()) {
      var builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx64m",
              "-cp",
              System.getProperty("java.class.path"),
              "-Dsun.net.inetaddr.ttl=-1",
              "-Djdk.net.hosts.file=" + hosts,
              "-Dhttp.proxyHost=127.0.0.1",
              "-Dhttp.proxyPort=9",
              "-DsocksProxyHost=127.0.0.1",
              "-DsocksProxyPort=9",
              "-Djava.net.useSystemProxies=true",
              "-Djdk.httpclient.allowRestrictedHeaders=host,content-length,connection",
              "-Dsun.net.http.allowRestrictedHeaders=true",
              Child.class.getName(),
              hosts.toString(),
              receiver.url("/").toString());
      var variables = List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");
      variables.forEach(name -> builder.environment().put(name, "http://127.0.0.1:9"));
      builder.redirectError(folder.resolve("errors").toFile());
      var child = builder.start();
      var said = new String(child.getInputStream().readAllBytes(), UTF_8).lines().toList();

      assertThat(child.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
      assertThat(said.get(0)).contains("127.0.2.1");
      assertThat(said.get(1)).contains("127.0.2.2");
      assertThat(said.get(2)).isEqualTo("200");
      assertThat(said.get(3)).contains("BLOCKED");
    }
  }
}
