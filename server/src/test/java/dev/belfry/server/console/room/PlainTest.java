package dev.belfry.server.console.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.server.console.page.Item;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      textBlock =
          """
          {'status':204,'error':null}      | That is success
          {'status':301,'error':'status'}  | Redirects are never followed
          {'status':401,'error':'status'}  | Check the secret there
          {'status':404,'error':'status'}  | Is the path of the URL right?
          {'status':410,'error':'status'}  | it wants no more requests
          {'status':429,'error':'status'}  | A lower rate would help
          {'status':500,'error':'status'}  | something went wrong on its side
          {'status':418,'error':'status'}  | only 2xx is success
          {'error':'dns'}                  | Is it spelled right?
          {'error':'blocked'}              | allowed by the operator only
          {'error':'connect'}              | Is the receiver running
          {'error':'tls'}                  | Is the certificate in force
          {'error':'timeout'}              | Answer first, work later
          {'error':'reset'}                | closed the connection without an answer
          {'error':'bad_response'}         | no HTTP
          {'error':'novel'}                | The attempt failed: novel
          """)
  void when_an_attempt_is_told_then_it_says_what_to_do(String attempt, String part) {
    assertThat(Plain.attempt(item(attempt))).contains(part);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      textBlock =
          """
          {'state':'delivered','attemptCount':1}                             | It arrived after 1 attempt.
          {'state':'delivered','attemptCount':3}                             | It arrived after 3 attempts.
          {'state':'cancelled','reason':'cancelled','attemptCount':0}        | It was cancelled by a person. Nothing more is sent.
          {'state':'cancelled','reason':'webhook_deleted','attemptCount':0}  | It was cancelled, as the webhook was deleted. Nothing more is sent.
          {'state':'pending','attemptCount':0,'nextAttemptAt':'2026-11-21T12:00:00Z'} | No attempt was made yet; the first is due now.
          {'state':'pending','attemptCount':0}                               | It waits for an earlier delivery of its subject, which comes first.
          {'state':'pending','attemptCount':0,'nextAttemptAt':'2026-11-21T12:30:00Z'} | No attempt was made yet; the first is due 2026-11-21T12:30:00Z
          """)
  void when_a_delivery_is_told_then_it_says_what_happens_next(String delivery, String text) {
    var outlook = Plain.delivery(item(delivery), Item.empty(), "active", NOON);

    assertThat((outlook.text() + " " + outlook.at()).strip()).isEqualTo(text);
  }

  @Test
  void when_a_delivery_was_given_up_then_it_says_why_the_last_attempt_failed() {
    var delivery = item("{'state':'dead','reason':'timeout','attemptCount':10}");
    var last = item("{'number':10,'error':'timeout'}");

    assertThat(Plain.delivery(delivery, last, "active", NOON).text())
        .isEqualTo(
            "It was given up after 10 attempts, the last its schedule allows. Nothing more is sent"
                + " by itself. The receiver took too long: no whole answer within the webhook's"
                + " time limit. Answer first, work later.");
  }

  @Test
  void when_a_delivery_waits_after_a_failure_then_it_says_when_the_next_attempt_is() {
    var delivery =
        item("{'state':'pending','attemptCount':1,'nextAttemptAt':'2026-11-21T12:00:05Z'}");
    var last = item("{'number':1,'error':'reset'}");

    assertThat(Plain.delivery(delivery, last, "active", NOON))
        .isEqualTo(
            new Plain.Outlook(
                "The receiver closed the connection without an answer. Attempt 2 is due",
                "2026-11-21T12:00:05Z"));
  }

  private static Item item(String json) {
    return Item.of(Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void when_the_webhook_is_paused_then_it_waits_for_somebody() {
    assertThat(
            Plain.delivery(
                    item("{'state':'pending','attemptCount':0}"), Item.empty(), "paused", NOON)
                .text())
        .isEqualTo("The webhook is paused: this goes out when somebody resumes it.");
  }
}
