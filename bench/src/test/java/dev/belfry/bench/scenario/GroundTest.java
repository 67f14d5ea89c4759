package dev.belfry.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.bench.load.Manner;
import dev.belfry.bench.load.Pace;
import dev.belfry.bench.load.SignatureCheck;
import dev.belfry.bench.program.FloorProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The load generator, the receiver and the floor, each for real, over sockets and to disk. */
@TestInstance(Lifecycle.PER_CLASS)
class GroundTest {

  private static final String TYPE = "bench.event";

  @TempDir static Path folder;
  private Ground ground;

  @BeforeAll
  void givenGround() throws IOException, InterruptedException {
    var floor = new FloorProgram(4);
    ground = Ground.open(new Stage(floor, floor, List.of(), folder, 1, true), floor);
  }

  @AfterAll
  void close() throws IOException {
    ground.close();
    assertThat(folder.resolve("floor")).doesNotExist();
  }

  @Test
  void when_events_are_sent_through_the_floor_then_each_arrives_once_and_signed()
      throws IOException, InterruptedException {
    var inbox = ground.inbox();
    var _ = ground.webhook(inbox, TYPE, List.of());

    var load = ground.countedLoad(TYPE, 8, 500);
    ground.finish(load);

    assertThat(ground.drained(inbox, 500)).isTrue();
    assertThat(load.accepted()).isEqualTo(500);
    assertThat(load.failed()).isZero();
    var receipts = ground.receipts(inbox);
    assertThat(receipts.missing(load.acceptedNumbers())).isZero();
    assertThat(receipts.duplicates()).isZero();
    assertThat(receipts.badSignatures()).isZero();
    assertThat(receipts.latencies().count()).isEqualTo(500);
    assertThat(Files.size(folder.resolve("floor").resolve("floor.log"))).isEqualTo(4 << 20);
  }

  @Test
  void when_the_secret_is_another_then_the_sampled_signatures_are_told_bad()
      throws IOException, InterruptedException {
    var inbox = ground.inbox();
    var _ = ground.webhook(inbox, TYPE, List.of());
    inbox.expect(SignatureCheck.standard("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    ground.finish(ground.countedLoad(TYPE, 1, 64));
    ground.drained(inbox, 64);

    assertThat(ground.receipts(inbox).badSignatures()).isEqualTo(1);
  }

  @Test
  void when_the_receiver_refuses_first_then_all_arrives_later()
      throws IOException, InterruptedException {
    var inbox = ground.inbox();
    inbox.behave(Manner.REFUSE);
    var _ = ground.webhook(inbox, TYPE, List.of());

    var load = ground.countedLoad(TYPE, 4, 20);
    ground.finish(load);
    ground.await(inbox::seen, () -> inbox.seen() >= 20);
    assertThat(inbox.delivered()).isZero();
    inbox.behave(Manner.ANSWER);

    assertThat(ground.drained(inbox, 20)).isTrue();
    assertThat(ground.receipts(inbox).missing(load.acceptedNumbers())).isZero();
  }

  @Test
  void when_events_are_sent_later_than_intended_then_the_delay_is_in_their_latency()
      throws IOException, InterruptedException {
    var inbox = ground.inbox();
    var _ = ground.webhook(inbox, TYPE, List.of());
    long longAgo = System.nanoTime() - Duration.ofSeconds(10).toNanos();

    var load = ground.load(TYPE, 4, Pace.open(longAgo, 1000, 100));
    ground.finish(load);
    ground.drained(inbox, 100);

    assertThat(load.acceptance().millis(1)).isGreaterThan(9_800);
    assertThat(ground.receipts(inbox).latencies().millis(1)).isGreaterThan(9_800);
  }
}
