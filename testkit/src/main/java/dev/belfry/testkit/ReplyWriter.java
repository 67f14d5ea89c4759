package dev.belfry.testkit;

import dev.belfry.testkit.Reply.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Puts replies on one connection, for better or worse. */
final class ReplyWriter {

  /** What becomes of the connection after a reply. */
  enum Next {
    KEEP,
    CLOSE,
    RESET,
    STALL
  }

  private static final byte[] CHUNK = endlessChunk();
  private static final byte[] ENDLESS_FIELD =
      "x-filler: %s\r\n".formatted("f".repeat(1000)).getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final CountDownLatch closing;

  /**
   * @param closing open when the receiver ends; cuts every wait short
   */
  ReplyWriter(OutputStream out, CountDownLatch closing) {
    this.out = out;
    this.closing = closing;
  }

  Next write(Reply reply, ReceivedRequest request) throws IOException, InterruptedException {
    return switch (reply) {
      case Reply.Answer answer -> whole(answer, request);
      case Reply.Delayed(var wait, var then) -> ended(wait) ? Next.CLOSE : write(then, request);
      case Reply.Held(var gate, var then) -> opened(gate) ? write(then, request) : Next.CLOSE;
      case Reply.Dripped(var answer, var part, var bytes, var every) ->
          dripped(answer, part, bytes, every, request);
      case Reply.EndlessBody(var status) -> {
        var chunked = Reply.status(status).with("transfer-encoding", "chunked");
        yield endless(head(chunked), CHUNK);
      }
      case Reply.EndlessHead(var status) -> endless(statusLine(status), ENDLESS_FIELD);
      case Reply.Raw(var bytes, var then) -> {
        out.write(bytes);
        out.flush();
        yield Next.valueOf(then.name());
      }
      case Reply.Never() -> Next.STALL;
      case Reply.Closed() -> Next.CLOSE;
      case Reply.Reset() -> Next.RESET;
      case Reply.Echo() -> {
        var type = request.header("content-type").orElse("application/octet-stream");
        yield whole(Reply.ok().with("content-type", type).body(request.body()), request);
      }
      case Reply.Chosen(var choice) -> write(choice.apply(request), request);
    };
  }

  private Next whole(Reply.Answer answer, ReceivedRequest request) throws IOException {
    var head = head(answer);
    var bodiless = request.method().equals("HEAD");
    var bytes = new byte[head.length + (bodiless ? 0 : answer.body().length)];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(answer.body(), 0, bytes, head.length, bytes.length - head.length);
    out.write(bytes);
    out.flush();
    return after(answer, request);
  }

  private Next dripped(
      Reply.Answer answer, Part part, int step, Duration every, ReceivedRequest request)
      throws IOException, InterruptedException {
    for (var now : List.of(Part.HEAD, Part.BODY)) {
      var bytes = now == Part.HEAD ? head(answer) : answer.body();
      if (now != part) {
        out.write(bytes);
        out.flush();
      } else if (!drip(bytes, step, every)) {
        return Next.CLOSE;
      }
    }
    return after(answer, request);
  }

  private boolean drip(byte[] bytes, int step, Duration every)
      throws IOException, InterruptedException {
    for (var from = 0; from < bytes.length; from += step) {
      if (from > 0 && ended(every)) {
        return false;
      }
      out.write(bytes, from, Math.min(step, bytes.length - from));
      out.flush();
    }
    return true;
  }

  private Next endless(byte[] first, byte[] again) throws IOException {
    out.write(first);
    while (closing.getCount() > 0) {
      out.write(again);
    }
    return Next.CLOSE;
  }

  private static Next after(Reply.Answer answer, ReceivedRequest request) {
    return saysClose(answer.headers()) || saysClose(request.headers()) ? Next.CLOSE : Next.KEEP;
  }

  private static boolean saysClose(List<ReceivedRequest.Field> headers) {
    return headers.stream()
        .anyMatch(field ->
            field.name().equalsIgnoreCase("connection") && field.value().equalsIgnoreCase("close"));
  }

  private static byte[] head(Reply.Answer answer) {
    var head = new StringBuilder(128).append(line(answer.status()));
    var settled = answer.status() == 204 || answer.status() == 304;
    for (var field : answer.headers()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
      settled |= field.name().equalsIgnoreCase("content-length");
      settled |= field.name().equalsIgnoreCase("transfer-encoding");
    }
    if (!settled) {
      head.append("content-length: ").append(answer.body().length).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] statusLine(int status) {
    return line(status).getBytes(StandardCharsets.US_ASCII);
  }

  private static String line(int status) {
    return "HTTP/1.1 " + status + (status == 200 ? " OK\r\n" : " Scripted\r\n");
  }

  private static byte[] endlessChunk() {
    return ("2000\r\n" + "e".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Waits; true if the receiver ended meanwhile. */
  private boolean ended(Duration wait) throws InterruptedException {
    return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for the gate; false if the receiver ended first. */
  private boolean opened(CountDownLatch gate) throws InterruptedException {
    while (closing.getCount() > 0) {
      if (gate.await(20, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return false;
  }
}
