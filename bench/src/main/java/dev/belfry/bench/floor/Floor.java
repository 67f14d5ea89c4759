package dev.belfry.bench.floor;

import dev.belfry.bench.floor.Entry.Accepted;
import dev.belfry.bench.floor.Entry.Attempted;
import dev.belfry.bench.wire.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The smallest honest program of Belfry's promise, straight on an event loop: an event is answered
 * with 202 once it is synced to disk, then signed and posted over kept-alive connections, and the
 * outcome is logged. One webhook, no recovery, no tenants, no retries to speak of.
 *
 * <p>Usage: {@code Floor DATA_FOLDER MIB}; MIB is the size of its log. Prints {@code Floor is ready
 * on http://HOST:PORT}.
 */
public final class Floor {

  private static final int MOST_UNDELIVERED = 50_000;
  private static final int LONGEST_BODY = 1 << 20;

  private final Transport transport = Transport.best();
  private final EventLoop loop = transport.loops(1).next();
  private final Log log;
  private @Nullable Courier courier;
  private long lastId;
  private int undelivered;

  private Floor(Path folder, int mebibytes) throws IOException {
    log = new Log(new Ring(folder.resolve("floor.log"), mebibytes << 20), this::synced);
  }

  public static void main(String[] args) throws IOException {
    var floor = new Floor(Path.of(args[0]), Integer.parseInt(args[1]));
    floor.log.start();
    System.out.println("Floor is ready on http://127.0.0.1:" + floor.listen());
  }

  void deliverTo(Target target) {
    courier = new Courier(transport, loop, target, log);
  }

  /** Takes an event in; it is answered once it is on disk. */
  void accept(ChannelHandlerContext sender, byte[] body) {
    if (courier == null || undelivered >= MOST_UNDELIVERED) {
      Intake.answer(sender, HttpResponseStatus.SERVICE_UNAVAILABLE, "");
      return;
    }
    undelivered++;
    lastId++;
    log.add(new Accepted(lastId, body, sender));
  }

  /** Called by the log's thread. */
  private void synced(List<Entry> batch) {
    loop.execute(() -> goOn(batch));
  }

  private void goOn(List<Entry> batch) {
    for (var entry : batch) {
      switch (entry) {
        case Accepted event -> Intake.accepted(event);
        case Attempted attempt -> undelivered -= attempt.succeeded() ? 1 : 0;
      }
    }
    for (var entry : batch) {
      if (entry instanceof Accepted event && courier != null) {
        courier.deliver(event);
      }
    }
  }

  private int listen() {
    var channel =
        new ServerBootstrap()
            .group(loop)
            .channel(transport.serverSocket())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    socket
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(LONGEST_BODY),
                            new Intake(Floor.this));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }
}
