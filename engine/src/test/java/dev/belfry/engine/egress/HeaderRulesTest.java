package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** T50: no header of a webhook changes what surrounds it. */
class HeaderRulesTest {

  private static final URI URL = URI.create("http://8.8.8.8/in");
  private static final List<String> DENIED =
      List.of(
          "Host",
          "Content-Length",
          "Transfer-Encoding",
          "TE",
          "Trailer",
          "Connection",
          "Keep-Alive",
          "Upgrade",
          "Expect",
          "Proxy-Authorization",
          "Proxy-Connection",
          "HTTP2-Settings");
  private static final List<String> BELFRYS =
      List.of(
          "webhook-id",
          "Webhook-Timestamp",
          "WEBHOOK-SIGNATURE",
          "ce-type",
          "Belfry-Hops",
          "Content-Type",
          "User-Agent",
          "traceparent");

  @Test
  void T50_when_a_header_is_the_protocols_then_nobody_sets_it() {
    for (var name : DENIED) {
      for (var spelled :
          List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))) {
        assertThat(HeaderRules.faultInWebhook(spelled, "x")).as(spelled).isPresent();
        assertThatThrownBy(() -> bytes(new Header(spelled, "x")))
            .as(spelled)
            .isInstanceOf(AttemptFailed.class);
      }
    }
  }

  @Test
  void T50_when_a_header_is_belfrys_then_a_webhook_does_not_set_it_but_belfry_does()
      throws Exception {
    for (var name : BELFRYS) {
      assertThat(HeaderRules.faultInWebhook(name, "x")).as(name).isPresent();
      assertThat(bytes(new Header(name, "x"))).contains("\r\n" + name + ": x\r\n");
    }
  }

  @Test
  void when_a_header_is_a_webhooks_own_then_it_may_be_set() {
    for (var name : List.of("Authorization", "X-Api-Key", "Accept", "x-!#$%&'*+-.^_`|~0")) {
      assertThat(HeaderRules.faultInWebhook(name, "Some value, \"quoted\"; q=1\tx")).isEmpty();
    }
    assertThat(HeaderRules.faultInWebhook("X-Empty", "")).isEmpty();
  }

  @Test
  void T50_when_a_value_or_all_are_too_long_then_they_are_refused() {
    assertThat(HeaderRules.faultInWebhook("X-A", "x".repeat(8192))).isEmpty();
    assertThat(HeaderRules.faultInWebhook("X-A", "x".repeat(8193))).isPresent();
    var four = new ArrayList<>(List.of(of(8189), of(8189), of(8189), of(8189)));
    assertThat(HeaderRules.faultInSize(four)).isEmpty();
    four.add(new Header("X", ""));
    assertThat(HeaderRules.faultInSize(four)).isPresent();
  }

  @Test
  void T50_when_names_and_values_are_fuzzed_then_no_byte_is_injected() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var sent = 0;
    for (var i = 0; i < 5_000; i++) {
      var header = new Header(fuzz(random, "X-Name"), fuzz(random, "some value"));
      try {
        var lines = bytes(header).split("\r\n", -1);
        assertThat(lines).as("seed %d: %s", seed, header).hasSize(6);
        assertThat(lines[2]).isEqualTo(header.name() + ": " + header.value());
        assertThat(lines)
            .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length"))
            .containsExactly("Content-Length: 4");
        assertThat(HeaderRules.faultInRequest(header.name(), header.value())).isEmpty();
        sent++;
      } catch (AttemptFailed _) {
        assertThat(HeaderRules.faultInRequest(header.name(), header.value())).isPresent();
      }
    }
    assertThat(sent).as("seed %d", seed).isBetween(100, 4_900);
  }

  @Test
  void T50_when_the_method_is_no_token_then_nothing_is_sent() {
    for (var method : List.of("", "PO ST", "POST / HTTP/1.1\r\nX: y\r\n\r\nGET", "P\u010aST")) {
      assertThatThrownBy(() ->
              RequestBytes.of(
                  request(method),
                  EgressPolicy.of(List.of(), true, List.of()).read(URL.toString())))
          .isInstanceOf(AttemptFailed.class);
    }
  }

  private static Header of(int valueLength) {
    return new Header("X-A", "x".repeat(valueLength));
  }

  private static String fuzz(Random random, String base) {
    if (random.nextInt(3) == 0) {
      return base;
    }
    var pieces =
        List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            "\u010a",
            "\u010d",
            "\u560a",
            "\u00e9",
            ":",
            " ",
            "\t",
            "\u007f",
            "\u001f",
            "Content-Length: 0",
            "\r\n\r\nGET / HTTP/1.1",
            "%0d%0a",
            "\\r\\n",
            "(",
            "\u2028",
            "\ud800",
            "Transfer-Encoding",
            "Host",
            "x",
            "",
            "a",
            "-");
    var at = random.nextInt(base.length() + 1);
    return base.substring(0, at) + pieces.get(random.nextInt(pieces.size())) + base.substring(at);
  }

  private static OutgoingRequest request(String method, Header... headers) {
    return new OutgoingRequest(
        "acme",
        method,
        URL,
        List.of(headers),
        "body".getBytes(ISO_8859_1),
        TlsChoice.USUAL,
        Duration.ofSeconds(1));
  }

  private static String bytes(Header header) throws AttemptFailed {
    var policy = EgressPolicy.of(List.of(), true, List.of());
    return new String(
        RequestBytes.of(request("POST", header), policy.read(URL.toString())), ISO_8859_1);
  }
}
