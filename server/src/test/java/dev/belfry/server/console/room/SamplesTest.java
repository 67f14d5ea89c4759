package dev.belfry.server.console.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belfry.engine.signing.StandardWebhooks;
import dev.belfry.engine.signing.WebhookSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that the console gives away say yes to what we sign, and no to anything else. */
class SamplesTest {

  private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
  private static final String ID = "dlv_06C9YV0000000000000000000X";
  private static final String BODY = "{\"type\":\"order.created\",\"data\":{\"name\":\"Zoë\"}}";

  private final WebhookSecret secret = WebhookSecret.generate();

  @TempDir private Path folder;

  @Test
  void when_javascript_checks_then_only_the_signed_body_passes() throws Exception {
    assumeTrue(isThere("node"), "there is no node");
    write("verify.mjs", code("js"));
    write(
        "run.mjs",
        """
        import { verify } from './verify.mjs';
        const [secret, id, at, signature, body] = process.argv.slice(2);
        const headers = {'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature};
        const say = (...a) => console.log(verify(...a));
        say(secret, headers, Buffer.from(body), Number(at));
        say(secret, headers, Buffer.from(body + ' '), Number(at));
        say(secret, headers, Buffer.from(body), Number(at) + 301);
        """);

    assertThat(run("node", "run.mjs")).containsExactly("true", "false", "false");
  }

  @Test
  void when_python_checks_then_only_the_signed_body_passes() throws Exception {
    assumeTrue(isThere("python3"), "there is no python3");
    write("verify.py", code("py"));
    write(
        "run.py",
        """
        import sys
        from verify import verify
        secret, id, at, signature, body = sys.argv[1:]
        headers = {"webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature}
        for b, now in ((body, int(at)), (body + " ", int(at)), (body, int(at) + 301)):
            print(str(verify(secret, headers, b.encode(), now)).lower())
        """);

    assertThat(run("python3", "run.py")).containsExactly("true", "false", "false");
  }

  @Test
  void when_java_checks_then_only_the_signed_body_passes() throws Exception {
    write("Verify.java", code("java"));
    write(
        "Run.java",
        """
        import java.util.Map;
        class Run {
          public static void main(String[] a) throws Exception {
            var headers = Map.of("webhook-id", a[1], "webhook-timestamp", a[2], "webhook-signature", a[3]);
            var at = Long.parseLong(a[2]);
            var body = a[4].getBytes("UTF-8");
            System.out.println(Verify.verify(a[0], headers, body, at));
            System.out.println(Verify.verify(a[0], headers, (a[4] + " ").getBytes("UTF-8"), at));
            System.out.println(Verify.verify(a[0], headers, body, at + 301));
          }
        }
        """);
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    assertThat(run(java, "-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8", "Run.java"))
        .containsExactly("true", "false", "false");
  }

  private String code(String id) {
    return Samples.verifying().stream()
        .filter(sample -> sample.id().equals(id))
        .findFirst()
        .orElseThrow()
        .code();
  }

  private List<String> run(String... command) throws IOException, InterruptedException {
    var at = Long.toString(AT.getEpochSecond());
    var signature =
        new StandardWebhooks(List.of(secret)).sign(ID, AT, BODY.getBytes(StandardCharsets.UTF_8));
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of(secret.text(), ID, at, signature, BODY));
    var builder = new ProcessBuilder(all).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    var process = builder.start();
    var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return lines.lines().toList();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private static boolean isThere(String program) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
