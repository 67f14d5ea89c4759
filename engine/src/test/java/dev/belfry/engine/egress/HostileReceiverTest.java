package dev.belfry.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer.Answered;
import dev.belfry.engine.egress.Answer.Failed;
import dev.belfry.engine.egress.Answer.Failure;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import dev.belfry.testkit.Reply.Then;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** T25 to T28: receivers that drip, never end, or speak no HTTP. */
class HostileReceiverTest {

  private static final boolean LONG = Boolean.getBoolean("belfry.long");
  private static final int MIB = 1024 * 1024;

  /** One buffer of the connection, the request as the receiver reads it, and the answer's head. */
  private static final int BUFFERS = 32 * 1024;

  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration MARGIN = Duration.ofSeconds(20);
  private static final Duration EACH = Duration.ofMillis(100);

  private final FakeReceiver receiver = FakeReceiver.start();
  private final HttpSender sender = Requests.senderToLoopback();

  @AfterEach
  void close() {
    sender.close();
    receiver.close();
  }

  @Test
  void T25_when_many_receivers_drip_then_each_is_cut_at_its_deadline() throws Exception {
    int count = LONG ? 500 : 50;
    var limit = LONG ? Duration.ofSeconds(20) : SHORT;
    receiver.script("/head").always(Reply.ok().drippingHead(1, EACH));
    receiver.script("/body").always(Reply.ok().body("x".repeat(100)).drippingBody(1, EACH));
    receiver.script("/chunk").always(stall("200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5"));
    receiver.script("/trailer").always(stall("200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA"));
    receiver.script("/never").always(Reply.never());
    var paths = List.of("/head", "/body", "/chunk", "/trailer", "/never");
    var start = System.nanoTime();

    var before = ProcessIo.residentBytes();
    var answers = atOnce(count, number -> ask(paths.get(number % 5), limit));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(limit, limit.plus(LONG ? Duration.ofMillis(500) : MARGIN));
    assertThat(ProcessIo.residentBytes() - before).isLessThan(64L * MIB);
    for (var i = 0; i < count; i++) {
      var headCame = List.of("/body", "/chunk", "/trailer").contains(paths.get(i % 5));
      assertThat(summary(answers.get(i))).isEqualTo(headCame ? "200 truncated" : "TIMEOUT");
    }
    assertThat(sender.inFlight()).isZero();
    assertThat(sender.idleConnections()).isZero();
  }

  @Test
  void T26_when_bodies_never_end_then_they_are_cut_and_the_status_decides() throws Exception {
    receiver.script("/200").always(new Reply.EndlessBody(200));
    receiver.script("/500").always(new Reply.EndlessBody(500));
    receiver.script("/long").always(Reply.ok().body("x".repeat(1_000_000)));
    var paths = List.of("/200", "/500", "/long");
    var start = System.nanoTime();

    int count = LONG ? 200 : 30;
    var answers = atOnce(count, number -> ask(paths.get(number % 3), Duration.ofSeconds(60)));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    for (var i = 0; i < count; i++) {
      assertThat(summary(answers.get(i))).isEqualTo(i % 3 == 1 ? "500 truncated" : "200 truncated");
      assertThat(((Answered) answers.get(i)).body()).hasSize(4096);
    }
    assertThat(sender.idleConnections()).isZero();
  }

  @Test
  void T26_when_a_body_never_ends_then_no_more_than_the_cap_and_one_buffer_is_read() {
    receiver.script("/200").always(new Reply.EndlessBody(200));

    assertThat(bytesReadFor(() -> ask("/200", MARGIN))).isLessThanOrEqualTo(64 * 1024 + BUFFERS);
  }

  @Test
  void T27_when_a_head_is_long_and_malformed_then_no_more_than_400_KiB_are_read() {
    for (var head : MalformedHeads.BAD) {
      if (head.length() > 100_000) {
        receiver.script("/raw").always(Reply.raw(head, Then.STALL));

        assertThat(bytesReadFor(() -> ask("/raw", Duration.ofSeconds(20))))
            .as(start(head))
            .isLessThanOrEqualTo(400 * 1024);
      }
    }
  }

  @Test
  void T26_when_a_body_has_just_the_size_that_is_read_then_it_is_whole_and_4_KiB_are_kept() {
    receiver.script("/fits").always(Reply.ok().body("x".repeat(64 * 1024)));
    receiver.script("/over").always(Reply.ok().body("x".repeat(64 * 1024 + 1)));

    assertThat(summary(ask("/fits", MARGIN))).isEqualTo("200");
    assertThat(sender.idleConnections()).isEqualTo(1);
    assertThat(summary(ask("/over", MARGIN))).isEqualTo("200 truncated");
    assertThat(sender.idleConnections()).isZero();
  }

  @Test
  void T27_when_a_head_is_malformed_then_it_is_a_bad_response_and_the_connection_is_closed() {
    for (var head : MalformedHeads.BAD) {
      assertThat(summary(toRaw(head, Then.STALL))).as(start(head)).isEqualTo("BAD_RESPONSE");
      assertThat(sender.idleConnections()).as(start(head)).isZero();
    }
    assertThat(MalformedHeads.BAD).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void T27_when_the_connection_closes_before_the_head_is_complete_then_it_is_a_reset() {
    for (var head :
        List.of(
            "",
            "H",
            "HTTP/1.1 200 OK",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n",
            "HTTP/1.1 103 Early\r\n\r\n")) {
      assertThat(summary(toRaw(head, Then.CLOSE))).as(head).isEqualTo("RESET");
      assertThat(summary(toRaw(head, Then.RESET))).as(head).isEqualTo("RESET");
    }
  }

  @Test
  void T27_when_only_the_body_is_broken_then_the_head_decides_and_the_connection_is_closed() {
    for (var rest : MalformedHeads.BROKEN_BODIES) {
      assertThat(summary(toRaw("HTTP/1.1 200 OK\r\n" + rest, Then.CLOSE)))
          .as(rest)
          .isEqualTo("200 truncated");
      assertThat(sender.idleConnections()).as(rest).isZero();
    }
  }

  @Test
  void T27_when_more_than_the_body_comes_then_the_connection_is_not_used_again() {
    for (var rest : MalformedHeads.STRAY_BYTES) {
      assertThat(summary(toRaw("HTTP/1.1 " + rest, Then.STALL))).as(rest).isIn("200", "204");
      Eventually.holds("nothing is idle", MARGIN, () -> ask("/ok", MARGIN) instanceof Answered);
    }
    var second = receiver.connections();
    assertThat(second).isGreaterThan(MalformedHeads.STRAY_BYTES.size());
  }

  @Test
  void T27_when_a_head_is_endless_then_it_is_cut_at_its_limit() {
    receiver.script("/").always(Reply.endlessHead());
    assertThat(summary(ask("/", Duration.ofSeconds(60)))).isEqualTo("BAD_RESPONSE");
    assertThat(HeadReader.MOST_READ + 2 * BodyReader.MOST_READ).isLessThanOrEqualTo(400 * 1024);
  }

  @Test
  void when_headers_are_large_then_the_first_32_KiB_are_kept() {
    var many = "X-A: %s\r\n".formatted("y".repeat(1000)).repeat(100);

    var answer =
        (Answered) toRaw("HTTP/1.1 200 OK\r\n" + many + "Content-Length: 0\r\n\r\n", Then.KEEP);

    assertThat(answer.headers()).hasSize(32 * 1024 / 1007);
  }

  @Test
  void T28_when_a_body_is_compressed_then_it_is_not_inflated() {
    receiver
        .script("/")
        .always(Reply.ok().with("Content-Encoding", "gzip").body(new byte[] {31, -117, 8}));

    assertThat(((Answered) ask("/", MARGIN)).body()).containsExactly(31, -117, 8);
  }

  @Test
  void T46_when_the_answer_redirects_then_it_is_not_followed() {
    for (var status : List.of(300, 301, 302, 303, 304, 305, 307, 308)) {
      receiver
          .script("/from")
          .always(
              Reply.status(status)
                  .with("Location", receiver.url("/to").toString())
                  .with("Refresh", "0; url=/to")
                  .with("Alt-Svc", "h2=\":443\""));
      assertThat(summary(ask("/from", MARGIN))).isEqualTo("" + status);
    }
    assertThat(receiver.requests()).noneMatch(request -> request.path().equals("/to"));
  }

  @Test
  void when_the_receiver_says_how_long_it_keeps_a_connection_then_no_longer_is_it_kept() {
    receiver.script("/").always(Reply.ok().with("Keep-Alive", "timeout=1, max=5"));
    ask("/", MARGIN);
    assertThat(sender.idleConnections()).isZero();

    receiver.script("/").always(Reply.ok().with("Connection", "close"));
    ask("/", MARGIN);
    assertThat(sender.idleConnections()).isZero();
  }

  /** What this whole process read for it, at its least; the receiver reads only a short request. */
  private static long bytesReadFor(Runnable exchange) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      long before = ProcessIo.bytesRead();
      exchange.run();
      least = Math.min(least, ProcessIo.bytesRead() - before);
    }
    return least;
  }

  private Answer toRaw(String bytes, Then then) {
    receiver.script("/raw").always(Reply.raw(bytes, then));
    return ask("/raw", Duration.ofSeconds(20));
  }

  private static Reply stall(String bytes) {
    return Reply.raw("HTTP/1.1 " + bytes, Then.STALL);
  }

  private Answer ask(String path, Duration limit) {
    return sender.send(Requests.post(receiver.url(path), "x", limit));
  }

  private static String summary(Answer answer) {
    return switch (answer) {
      case Answered a -> a.status() + (a.truncated() ? " truncated" : "");
      case Failed(Failure failure, var _) -> failure.name();
    };
  }

  private static String start(String head) {
    return head.substring(0, Math.min(head.length(), 80));
  }

  private interface Numbered {
    Answer answer(int number);
  }

  private static List<Answer> atOnce(int count, Numbered each) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Answer>>();
      for (var i = 0; i < count; i++) {
        var number = i;
        calls.add(() -> each.answer(number));
      }
      var answers = new ArrayList<Answer>();
      for (var future : threads.invokeAll(calls)) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
