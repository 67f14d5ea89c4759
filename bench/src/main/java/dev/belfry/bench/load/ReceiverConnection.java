package dev.belfry.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.bench.wire.HttpFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One connection of the program under test to the receiver. */
final class ReceiverConnection extends ChannelInboundHandlerAdapter {

  /** Smartsheet's: sent back, it shows that the target wants the requests. */
  private static final String CHALLENGE = "smartsheet-hook-challenge";

  private static final String CHALLENGE_ANSWER = "smartsheet-hook-response";
  private static final ByteBuf OK = answer("200 OK");
  private static final ByteBuf REFUSED = answer("503 Service Unavailable");
  private static final ByteBuf UNKNOWN = answer("404 Not Found");

  private final Receiver receiver;
  private final HttpFrames frames = new HttpFrames();

  ReceiverConnection(Receiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var in = (ByteBuf) message;
    frames.add(in);
    in.release();
    while (frames.next()) {
      take(context);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  private void take(ChannelHandlerContext context) {
    var challenge = frames.header(CHALLENGE);
    if (challenge != null) {
      var _ = context.writeAndFlush(Unpooled.wrappedBuffer(echo(challenge)));
      return;
    }
    var inbox = receiver.find(frames.path());
    if (inbox == null) {
      write(context, UNKNOWN);
      return;
    }
    switch (inbox.take(frames, context.channel())) {
      case ANSWER -> write(context, OK);
      case REFUSE -> write(context, REFUSED);
      case HANG -> {}
    }
  }

  private static void write(ChannelHandlerContext context, ByteBuf answer) {
    var _ = context.writeAndFlush(answer.retainedDuplicate(), context.voidPromise());
  }

  private static byte[] echo(String challenge) {
    return ("HTTP/1.1 200 OK\r\n"
            + CHALLENGE_ANSWER
            + ": "
            + challenge
            + "\r\ncontent-length: 0\r\n\r\n")
        .getBytes(US_ASCII);
  }

  private static ByteBuf answer(String status) {
    var text = "HTTP/1.1 " + status + "\r\ncontent-length: 0\r\n\r\n";
    var bytes = text.getBytes(US_ASCII);
    return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
  }
}
