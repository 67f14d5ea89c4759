package dev.belfry.bench.load;

import dev.belfry.bench.wire.EventRequest;
import dev.belfry.bench.wire.Transport;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** Sends events to the program under test, on one event loop. */
public final class LoadGenerator implements AutoCloseable {

  private final Transport transport;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final AtomicLong numbers = new AtomicLong();

  public LoadGenerator(Transport transport) {
    this.transport = transport;
    this.group = transport.loops(1);
    this.loop = group.next();
  }

  /**
   * Begins to send.
   *
   * @param request what is sent; each load needs its own
   * @param connections how many are opened; each has one request under way at most
   */
  public Load start(InetSocketAddress server, EventRequest request, int connections, Pace pace) {
    var load = new Load(transport, loop, server, request, pace, numbers);
    load.open(connections);
    return load;
  }

  @Override
  public void close() {
    var _ = group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
  }
}
