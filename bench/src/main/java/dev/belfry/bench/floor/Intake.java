package dev.belfry.bench.floor;

import dev.belfry.bench.floor.Entry.Accepted;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** One connection of a sender: {@code POST /v1/events}, and once {@code POST /webhook}. */
final class Intake extends ChannelInboundHandlerAdapter {

  private final Floor floor;

  Intake(Floor floor) {
    this.floor = floor;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var request = (FullHttpRequest) message;
    try {
      var body = ByteBufUtil.getBytes(request.content());
      switch (request.uri()) {
        case "/v1/events" -> floor.accept(context, body);
        case "/webhook" -> {
          floor.deliverTo(Target.parse(new String(body, StandardCharsets.UTF_8)));
          answer(context, HttpResponseStatus.CREATED, "");
        }
        default -> answer(context, HttpResponseStatus.NOT_FOUND, "");
      }
    } finally {
      request.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  static void accepted(Accepted event) {
    var body = "{\"id\":\"evt_" + event.id() + "\",\"deliveries\":1,\"duplicate\":false}";
    answer(event.sender(), HttpResponseStatus.ACCEPTED, body);
  }

  static void answer(ChannelHandlerContext context, HttpResponseStatus status, String body) {
    ByteBuf content = ByteBufUtil.writeAscii(context.alloc(), body);
    var headers = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    headers
        .add(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .add(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    var _ =
        context.writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, content, headers, EmptyHttpHeaders.INSTANCE),
            context.voidPromise());
  }
}
