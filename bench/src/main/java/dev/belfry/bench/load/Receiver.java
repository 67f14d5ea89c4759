package dev.belfry.bench.load;

import dev.belfry.bench.wire.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The targets of all webhooks, told apart by path, on one event loop and one port. */
public final class Receiver implements AutoCloseable {

  private final Transport transport;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final ChannelGroup connections;
  private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
  private final int port;
  private @Nullable Channel listening;

  public Receiver(Transport transport) {
    this.transport = transport;
    this.group = transport.loops(1);
    this.loop = group.next();
    this.connections = new DefaultChannelGroup(loop);
    this.listening = listen(0);
    this.port = ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** A new inbox; it answers. */
  public Inbox inbox() {
    var inbox = new Inbox("/inbox/" + inboxes.size());
    inboxes.put(inbox.path(), inbox);
    return inbox;
  }

  public String url(Inbox inbox) {
    return "http://127.0.0.1:" + port + inbox.path();
  }

  /** Stops listening and cuts all connections: connecting is refused from now on. */
  public void goDown() {
    var open = listening;
    if (open != null) {
      open.close().syncUninterruptibly();
      connections.close().syncUninterruptibly();
      listening = null;
    }
  }

  /** Listens again, on the same port. */
  public void comeUp() {
    if (listening == null) {
      listening = listen(port);
    }
  }

  /** Begins the inbox's latencies and {@code firstAt} anew. */
  public void restart(Inbox inbox) throws InterruptedException {
    onLoop(() -> {
      inbox.restart();
      return true;
    });
  }

  public Receipts receipts(Inbox inbox) throws InterruptedException {
    return onLoop(inbox::receipts);
  }

  /** Cuts the connections that hang. */
  public void hangUp(Inbox inbox) throws InterruptedException {
    onLoop(() -> {
      inbox.hangUp();
      return true;
    });
  }

  @Override
  public void close() {
    goDown();
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Nullable Inbox find(String path) {
    return inboxes.get(path);
  }

  private Channel listen(int wanted) {
    return new ServerBootstrap()
        .group(loop)
        .channel(transport.serverSocket())
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                connections.add(channel);
                channel.pipeline().addLast(new ReceiverConnection(Receiver.this));
              }
            })
        .bind(InetAddress.getLoopbackAddress(), wanted)
        .syncUninterruptibly()
        .channel();
  }

  private <T> T onLoop(Callable<T> read) throws InterruptedException {
    try {
      return loop.submit(read).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
