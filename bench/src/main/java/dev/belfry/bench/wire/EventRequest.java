package dev.belfry.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The bytes of {@code POST /v1/events} with one event of 1 KiB. Made once; only the mark changes
 * from event to event. Used by one thread.
 */
public final class EventRequest {

  /** Length of the body in bytes. */
  public static final int BODY = 1024;

  private final byte[] bytes;
  private final int mark;

  public EventRequest(EventForm form, String key) {
    String open = form.text().substring(0, form.text().indexOf(EventForm.MARK));
    String rest = form.text().substring(open.length() + EventForm.MARK.length());
    int fill = BODY - open.length() - Mark.LENGTH - rest.length() + EventForm.FILL.length();
    String close = rest.replace(EventForm.FILL, "x".repeat(fill));
    String head =
        "POST /v1/events HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer "
            + key
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + BODY
            + "\r\n\r\n";
    mark = head.length() + open.length();
    bytes = (head + open + "0".repeat(Mark.LENGTH) + close).getBytes(US_ASCII);
  }

  /**
   * The request with one event.
   *
   * @param number of the event, counted by the load generator
   * @param intended when it should be sent, by {@link System#nanoTime}
   */
  public ByteBuf encode(ByteBufAllocator allocator, long number, long intended) {
    Mark.write(bytes, mark, number, intended);
    return allocator.directBuffer(bytes.length).writeBytes(bytes);
  }
}
