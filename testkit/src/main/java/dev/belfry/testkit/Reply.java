package dev.belfry.testkit;

import dev.belfry.testkit.ReceivedRequest.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** What a {@link FakeReceiver} does with one request, good manners or bad. */
public sealed interface Reply {

  /** A whole answer; {@code Content-Length} is added unless the headers settle the length. */
  record Answer(int status, List<Field> headers, byte[] body) implements Reply {
    public Answer {
      headers = List.copyOf(headers);
    }

    public Answer with(String name, String value) {
      var more = new ArrayList<>(headers);
      more.add(new Field(name, value));
      return new Answer(status, more, body);
    }

    public Answer body(String text) {
      return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public Answer body(byte[] bytes) {
      return new Answer(status, headers, bytes);
    }

    /** The head at {@code bytes} a step, the rest at once. */
    public Reply drippingHead(int bytes, Duration every) {
      return new Dripped(this, Part.HEAD, bytes, every);
    }

    /** The head at once, the body at {@code bytes} a step. */
    public Reply drippingBody(int bytes, Duration every) {
      return new Dripped(this, Part.BODY, bytes, every);
    }
  }

  /** Waits, then goes on. */
  record Delayed(Duration pause, Reply then) implements Reply {}

  /** Waits until the test opens the gate, then goes on. */
  record Held(CountDownLatch gate, Reply then) implements Reply {}

  /** An answer of which one part comes a few bytes at a time. */
  record Dripped(Answer answer, Part part, int bytes, Duration every) implements Reply {}

  /** A head, then a chunked body until the other side hangs up. */
  record EndlessBody(int status) implements Reply {}

  /** A status line, then headers until the other side hangs up. */
  record EndlessHead(int status) implements Reply {}

  /** These bytes, whatever they are. */
  record Raw(byte[] bytes, Then then) implements Reply {}

  /** Says nothing and keeps the connection until the other side hangs up. */
  record Never() implements Reply {}

  /** Closes without an answer. */
  record Closed() implements Reply {}

  /** Resets (RST) without an answer. */
  record Reset() implements Reply {}

  /** 200 with the body and the content type of the request. */
  record Echo() implements Reply {}

  /** Looks at the request first. */
  record Chosen(Function<ReceivedRequest, Reply> choice) implements Reply {}

  /** The parts of an answer. */
  enum Part {
    HEAD,
    BODY
  }

  /** What follows raw bytes. */
  enum Then {
    KEEP,
    CLOSE,
    RESET,
    /** Leaves the connection open and says nothing more. */
    STALL
  }

  static Answer status(int status) {
    return new Answer(status, List.of(), new byte[0]);
  }

  static Answer ok() {
    return status(200);
  }

  static Reply after(Duration wait, Reply then) {
    return new Delayed(wait, then);
  }

  static Reply when(CountDownLatch gate, Reply then) {
    return new Held(gate, then);
  }

  static Reply endlessBody() {
    return new EndlessBody(200);
  }

  static Reply endlessHead() {
    return new EndlessHead(200);
  }

  /** Each character is one byte (ISO 8859-1). */
  static Reply raw(String bytes, Then then) {
    return new Raw(bytes.getBytes(StandardCharsets.ISO_8859_1), then);
  }

  static Reply never() {
    return new Never();
  }

  static Reply close() {
    return new Closed();
  }

  static Reply reset() {
    return new Reset();
  }

  static Reply echo() {
    return new Echo();
  }

  static Reply chosen(Function<ReceivedRequest, Reply> choice) {
    return new Chosen(choice);
  }
}
