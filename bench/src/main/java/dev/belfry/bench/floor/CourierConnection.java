package dev.belfry.bench.floor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.bench.floor.Entry.Accepted;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.Base64;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** One kept-alive connection to the receiver, with one attempt at a time. */
final class CourierConnection extends ChannelInboundHandlerAdapter {

  private static final AsciiString ID = AsciiString.cached("webhook-id");
  private static final AsciiString TIMESTAMP = AsciiString.cached("webhook-timestamp");
  private static final AsciiString SIGNATURE = AsciiString.cached("webhook-signature");
  private static final AsciiString AGENT = AsciiString.cached("Floor");
  private static final AsciiString CLOUD_EVENT = AsciiString.cached("application/cloudevents+json");

  private final Courier courier;
  private final Target target;
  private final AsciiString host;
  private final Mac mac;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Accepted underWay;
  private int status;

  CourierConnection(Courier courier, Target target) {
    this.courier = courier;
    this.target = target;
    this.host = new AsciiString(target.url().getAuthority());
    this.mac = target.mac();
  }

  void attempt(Accepted event) {
    var open = context;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    underWay = event;
    var _ = open.writeAndFlush(request(event), open.voidPromise());
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    courier.free(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext active, Object message) {
    if (message instanceof HttpResponse head) {
      status = head.status().code();
    }
    boolean complete = message instanceof LastHttpContent;
    ReferenceCountUtil.release(message);
    var event = underWay;
    if (complete && event != null) {
      underWay = null;
      courier.settled(event, status);
      courier.free(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext active) {
    if (underWay != null) {
      courier.settled(underWay, 0);
    }
    courier.ended(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    var _ = active.close();
  }

  private DefaultFullHttpRequest request(Accepted event) {
    var id = "dlv_" + event.id();
    var at = Long.toString(System.currentTimeMillis() / 1000);
    var headers = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    headers
        .add(HttpHeaderNames.HOST, host)
        .add(HttpHeaderNames.USER_AGENT, AGENT)
        .add(HttpHeaderNames.CONTENT_TYPE, CLOUD_EVENT)
        .add(HttpHeaderNames.CONTENT_LENGTH, event.body().length)
        .add(ID, id)
        .add(TIMESTAMP, at)
        .add(SIGNATURE, sign(id, at, event.body()));
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1,
        HttpMethod.POST,
        target.url().getRawPath(),
        Unpooled.wrappedBuffer(event.body()),
        headers,
        EmptyHttpHeaders.INSTANCE);
  }

  private String sign(String id, String at, byte[] body) {
    mac.update((id + "." + at + ".").getBytes(US_ASCII));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }
}
