package dev.belfry.bench.load;

import dev.belfry.bench.wire.EventRequest;
import dev.belfry.bench.wire.HttpFrames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One kept-alive connection of a load, with at most one request under way. */
final class LoadConnection extends ChannelInboundHandlerAdapter {

  private final Load load;
  private final HttpFrames frames = new HttpFrames();
  private @Nullable ChannelHandlerContext context;
  private long number;
  private long intended;
  private boolean waiting;

  LoadConnection(Load load) {
    this.load = load;
  }

  void send(EventRequest request, long eventNumber, long intendedAt) {
    number = eventNumber;
    intended = intendedAt;
    sendAgain(request);
  }

  void sendAgain(EventRequest request) {
    var open = context;
    if (open != null) {
      waiting = true;
      var _ =
          open.writeAndFlush(request.encode(open.alloc(), number, intended), open.voidPromise());
    }
  }

  void finish() {
    if (context != null) {
      var _ = context.close();
    }
  }

  long number() {
    return number;
  }

  long intended() {
    return intended;
  }

  boolean isWaiting() {
    return waiting;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    load.ready(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext active, Object message) {
    var in = (ByteBuf) message;
    frames.add(in);
    in.release();
    while (frames.next()) {
      waiting = false;
      load.answered(this, frames.status());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext active) {
    load.ended(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    var _ = active.close();
  }
}
