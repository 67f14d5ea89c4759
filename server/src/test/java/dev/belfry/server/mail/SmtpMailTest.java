package dev.belfry.server.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpMailTest {

  private static final List<String> TO = List.of("ops@b.example", "dev@b.example");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private volatile String answerToRecipients = "250 ok";

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    Thread.startVirtualThread(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void when_the_server_takes_a_mail_then_it_has_all_that_was_given() {
    var mail = new SmtpMail(false, "127.0.0.1", server.getLocalPort(), null, null, "b@a.example");

    assertThat(mail.send(TO, "Webhook 'ø' was disabled", "line one\r\n.line two\r\n")).isTrue();
    assertThat(lines)
        .contains(
            "MAIL FROM:<b@a.example>",
            "RCPT TO:<ops@b.example>",
            "RCPT TO:<dev@b.example>",
            "Auto-Submitted: auto-generated",
            "line one",
            "..line two");
    assertThat(lines).anyMatch(line -> line.startsWith("Subject: =?UTF-8?"));
  }

  @Test
  void when_the_server_refuses_or_is_not_there_then_it_says_so() throws IOException {
    answerToRecipients = "550 nobody";
    var mail = new SmtpMail(false, "127.0.0.1", server.getLocalPort(), null, null, "b@a.example");
    assertThat(mail.send(TO, "s", "t")).isFalse();

    server.close();
    assertThat(mail.send(TO, "s", "t")).isFalse();
  }

  @Test
  void when_credentials_would_go_in_clear_then_nothing_is_sent() {
    var mail =
        new SmtpMail(false, "127.0.0.1", server.getLocalPort(), "user", "pass", "b@a.example");

    assertThat(mail.send(TO, "s", "t")).isFalse();
    assertThat(lines).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
  }

  private void serve() {
    while (!server.isClosed()) {
      try (var socket = server.accept();
          var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
        var out = socket.getOutputStream();
        out.write("220 here\r\n".getBytes(UTF_8));
        var data = false;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
          lines.add(line);
          if (data && !line.equals(".")) {
            continue;
          }
          data = line.equals("DATA");
          out.write((answer(line) + "\r\n").getBytes(UTF_8));
        }
      } catch (IOException _) {
        // closed
      }
    }
  }

  private String answer(String line) {
    if (line.startsWith("EHLO")) {
      return "250-here\r\n250 AUTH PLAIN";
    }
    return line.equals("DATA")
        ? "354 go on"
        : line.startsWith("RCPT") ? answerToRecipients : "250 ok";
  }
}
