package dev.belfry.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.bench.wire.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {

  private static final String FIRST = "{\"mark\":\"~0000000000000001~0000000000000000005~\"}";
  private static final String THIRD = "{\"mark\":\"~0000000000000003~0000000000000000005~\"}";

  private final Receiver receiver = new Receiver(Transport.best());
  private final Inbox inbox = receiver.inbox();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    receiver.close();
  }

  @Test
  void when_an_event_comes_twice_and_another_never_then_both_are_told()
      throws IOException, InterruptedException {
    assertThat(post(FIRST)).isEqualTo(200);
    assertThat(post(THIRD)).isEqualTo(200);
    assertThat(post(FIRST)).isEqualTo(200);

    var receipts = receiver.receipts(inbox);
    assertThat(receipts.duplicates()).isEqualTo(1);
    assertThat(receipts.unmarked()).isZero();
    assertThat(receipts.missing(numbers(1, 3))).isZero();
    assertThat(receipts.missing(numbers(1, 2, 3, 4))).isEqualTo(2);
    assertThat(inbox.delivered()).isEqualTo(3);
  }

  @Test
  void when_a_body_has_no_mark_then_it_counts_as_foreign_unless_the_target_is_only_tried_out()
      throws IOException, InterruptedException {
    assertThat(post("{}")).isEqualTo(200);
    assertThat(receiver.receipts(inbox).unmarked()).isZero();

    inbox.expect(SignatureCheck.header("x-proof", "yes"));
    assertThat(post("{}")).isEqualTo(200);

    assertThat(receiver.receipts(inbox).unmarked()).isEqualTo(1);
    assertThat(inbox.delivered()).isZero();
  }

  @Test
  void when_an_inbox_refuses_then_503_is_answered_and_nothing_counts_as_delivered()
      throws IOException, InterruptedException {
    inbox.behave(Manner.REFUSE);

    assertThat(post(FIRST)).isEqualTo(503);
    assertThat(inbox.delivered()).isZero();
    assertThat(inbox.seen()).isEqualTo(1);
  }

  @Test
  void when_the_receiver_goes_down_then_connecting_is_refused_until_it_comes_up_again()
      throws IOException, InterruptedException {
    receiver.goDown();
    assertThatThrownBy(() -> post(FIRST)).isInstanceOf(ConnectException.class);

    receiver.comeUp();
    assertThat(post(FIRST)).isEqualTo(200);
  }

  @Test
  void when_the_path_is_nobodys_then_it_is_not_found() throws IOException, InterruptedException {
    assertThat(post(FIRST, receiver.url(inbox) + "0")).isEqualTo(404);
  }

  private int post(String body) throws IOException, InterruptedException {
    return post(body, receiver.url(inbox));
  }

  private int post(String body, String url) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).version(HttpClient.Version.HTTP_1_1);
    return client
        .send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static BitSet numbers(int... numbers) {
    var set = new BitSet();
    for (int number : numbers) {
      set.set(number);
    }
    return set;
  }
}
