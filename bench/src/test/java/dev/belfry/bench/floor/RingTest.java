package dev.belfry.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.bench.floor.Entry.Accepted;
import dev.belfry.bench.floor.Entry.Attempted;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingTest {

  private static final int SIZE = 4 << 20;
  private static final int BODY = 200_000;

  private static final ChannelHandlerContext SENDER =
      new EmbeddedChannel(new ChannelInboundHandlerAdapter()).pipeline().firstContext();

  @TempDir Path folder;
  private Path file;
  private Ring ring;

  @BeforeEach
  void givenRing() throws IOException {
    file = folder.resolve("ring");
    ring = new Ring(file, SIZE);
  }

  @Test
  void when_entries_are_appended_then_they_lie_in_the_file_with_their_checksums()
      throws IOException {
    var first = event(1, 1000);
    ring.append(List.of(first, event(2, 500)));
    ring.append(List.of(new Attempted(first, 200)));

    var in = ByteBuffer.wrap(Files.readAllBytes(file));
    assertThat(in.remaining()).isEqualTo(SIZE);
    assertRecord(in, 1000, 1, 0);
    assertRecord(in, 500, 2, 0);
    assertRecord(in, 0, 1, 200);
    assertThat(in.getInt()).isZero();
  }

  @Test
  void when_all_events_of_a_part_are_delivered_then_it_is_written_over() throws IOException {
    for (int id = 1; id <= 60; id++) {
      var event = event(id, BODY);
      ring.append(List.of(event));
      ring.append(List.of(new Attempted(event, 204)));
    }

    assertThat(Files.size(file)).isEqualTo(SIZE);
  }

  @Test
  void when_an_event_is_undelivered_for_a_whole_turn_then_it_is_not_written_over()
      throws IOException {
    var stuck = event(0, 10);
    ring.append(List.of(stuck, new Attempted(stuck, 503)));

    assertThatThrownBy(
            () -> {
              for (int id = 1; id <= 60; id++) {
                var event = event(id, BODY);
                ring.append(List.of(event, new Attempted(event, 200)));
              }
            })
        .isInstanceOf(IOException.class);
  }

  private static Accepted event(long id, int length) {
    return new Accepted(id, new byte[length], SENDER);
  }

  private static void assertRecord(ByteBuffer in, int length, long id, int status) {
    assertThat(in.getInt()).isEqualTo(length);
    int sum = in.getInt();
    var crc = new CRC32C();
    crc.update(in.slice(in.position(), 12 + length));
    assertThat(sum).isEqualTo((int) crc.getValue());
    assertThat(in.getLong()).isEqualTo(id);
    assertThat(in.getInt()).isEqualTo(status);
    in.position(in.position() + length);
  }
}
