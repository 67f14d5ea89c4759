package dev.belfry.bench.floor;

import dev.belfry.bench.floor.Entry.Accepted;
import dev.belfry.bench.floor.Entry.Attempted;
import dev.belfry.bench.wire.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Delivers the events that one event loop accepted, over kept-alive connections, and has the
 * outcomes logged. What fails is tried again a second later.
 */
final class Courier {

  private static final int MOST_CONNECTIONS = 64;

  private final Transport transport;
  private final EventLoop loop;
  private final Target target;
  private final Log log;
  private final ArrayDeque<Accepted> waiting = new ArrayDeque<>();
  private final ArrayDeque<CourierConnection> idle = new ArrayDeque<>();
  private int connections;

  Courier(Transport transport, EventLoop loop, Target target, Log log) {
    this.transport = transport;
    this.loop = loop;
    this.target = target;
    this.log = log;
  }

  void deliver(Accepted event) {
    var free = idle.pollLast();
    if (free != null) {
      free.attempt(event);
      return;
    }
    waiting.addLast(event);
    if (connections < MOST_CONNECTIONS) {
      connect();
    }
  }

  void settled(Accepted event, int status) {
    var attempt = new Attempted(event, status);
    log.add(attempt);
    if (!attempt.succeeded()) {
      var _ = loop.schedule(() -> deliver(event), 1, TimeUnit.SECONDS);
    }
  }

  void free(CourierConnection connection) {
    var next = waiting.pollFirst();
    if (next == null) {
      idle.addLast(connection);
    } else {
      connection.attempt(next);
    }
  }

  void ended(CourierConnection connection) {
    connections--;
    idle.remove(connection);
    if (!waiting.isEmpty()) {
      var _ = loop.schedule(this::connectIfNeeded, 1, TimeUnit.SECONDS);
    }
  }

  private void connectIfNeeded() {
    if (!waiting.isEmpty() && connections < MOST_CONNECTIONS) {
      connect();
    }
  }

  private void connect() {
    connections++;
    var connection = new CourierConnection(this, target);
    var connecting =
        new Bootstrap()
            .group(loop)
            .channel(transport.socket())
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new HttpClientCodec(), connection);
                  }
                })
            .connect(target.address());
    var _ =
        connecting.addListener(done -> {
          if (!done.isSuccess()) {
            ended(connection);
          }
        });
  }
}
