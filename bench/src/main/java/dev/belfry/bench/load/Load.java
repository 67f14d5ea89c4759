package dev.belfry.bench.load;

import dev.belfry.bench.wire.EventRequest;
import dev.belfry.bench.wire.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Events sent at one pace over a fixed number of connections. Everything happens on one event loop;
 * the counters may be read from anywhere.
 */
public final class Load {

  private static final long REFUSED_PAUSE_MILLIS = 50;

  private final Transport transport;
  private final EventLoop loop;
  private final InetSocketAddress server;
  private final EventRequest request;
  private final Pace pace;
  private final AtomicLong numbers;

  private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();
  private final BitSet acceptedNumbers = new BitSet();
  private final Latencies acceptance = new Latencies();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);
  private int open;
  private boolean finished;
  private boolean armed;
  private volatile int lastFailure;

  Load(
      Transport transport,
      EventLoop loop,
      InetSocketAddress server,
      EventRequest request,
      Pace pace,
      AtomicLong numbers) {
    this.transport = transport;
    this.loop = loop;
    this.server = server;
    this.request = request;
    this.pace = pace;
    this.numbers = numbers;
  }

  /** Waits until the last answer is there; false if that takes longer than {@code patience}. */
  public boolean await(Duration patience) throws InterruptedException {
    return done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** How many events were answered with 202. */
  public long accepted() {
    return accepted.get();
  }

  /** How many times 429 or 503 was answered; the event is sent again a little later. */
  public long refused() {
    return refused.get();
  }

  /** How many requests got another answer, or none. */
  public long failed() {
    return failed.get();
  }

  /** The status of the last failed request; 0 if the connection broke. */
  public int lastFailure() {
    return lastFailure;
  }

  /** The numbers of the accepted events; to be read when all is done. */
  public BitSet acceptedNumbers() {
    return (BitSet) acceptedNumbers.clone();
  }

  /** From the intended time of sending to the answer. */
  public Latencies acceptance() {
    return acceptance;
  }

  void open(int connections) {
    loop.execute(() -> {
      open = connections;
      for (int i = 0; i < connections; i++) {
        connect();
      }
    });
  }

  void ready(LoadConnection connection) {
    long now = System.nanoTime();
    long claim = finished ? Pace.FINISHED : pace.claim(now);
    if (claim == Pace.FINISHED) {
      finished = true;
      connection.finish();
      idle.forEach(LoadConnection::finish);
      idle.clear();
    } else if (claim == Pace.NOT_YET) {
      idle.addLast(connection);
      arm(now);
    } else {
      connection.send(request, numbers.getAndIncrement(), claim);
    }
  }

  void answered(LoadConnection connection, int status) {
    switch (status) {
      case 202 -> {
        acceptance.record(connection.intended(), System.nanoTime());
        acceptedNumbers.set((int) connection.number());
        accepted.lazySet(accepted.get() + 1);
        ready(connection);
      }
      case 429, 503 -> {
        refused.lazySet(refused.get() + 1);
        var _ =
            loop.schedule(
                () -> connection.sendAgain(request), REFUSED_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
      default -> {
        lastFailure = status;
        failed.lazySet(failed.get() + 1);
        ready(connection);
      }
    }
  }

  /** A connection has ended. */
  void ended(LoadConnection connection) {
    idle.remove(connection);
    if (connection.isWaiting()) {
      lastFailure = 0;
      failed.lazySet(failed.get() + 1);
    }
    if (finished) {
      oneLess();
    } else {
      connect();
    }
  }

  private void connect() {
    var connection = new LoadConnection(this);
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(transport.socket())
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(connection);
                  }
                });
    var _ =
        bootstrap
            .connect(server)
            .addListener(connected -> {
              if (!connected.isSuccess()) {
                failed.lazySet(failed.get() + 1);
                oneLess();
              }
            });
  }

  private void oneLess() {
    open--;
    if (open == 0) {
      done.countDown();
    }
  }

  private void arm(long now) {
    if (!armed) {
      armed = true;
      var _ = loop.schedule(this::due, Math.max(0, pace.nextDue() - now), TimeUnit.NANOSECONDS);
    }
  }

  private void due() {
    armed = false;
    for (int i = idle.size(); i > 0 && !armed; i--) {
      var connection = idle.pollFirst();
      if (connection != null) {
        ready(connection);
      }
    }
  }
}
