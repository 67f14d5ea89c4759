package dev.belfry.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EgressPolicyTest {

  private static final EgressPolicy HTTP_TOO = EgressPolicy.of(List.of(), true, List.of());
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  /** One line of {@code targets.txt}: what is expected, and a URL in which \\uXXXX is read. */
  private record Vector(String expected, String url) {}

  @Test
  void T41_T44_when_a_url_is_judged_then_each_vector_gets_its_verdict() throws IOException {
    var wrong = new ArrayList<String>();
    var vectors = vectors();

    for (var vector : vectors) {
      var verdict = HTTP_TOO.judgeUrl(vector.url());
      var said = verdict instanceof Verdict.Refused ? "refuse" : name(vector.url());
      if (!said.equals(vector.expected())) {
        wrong.add(vector + " was: " + verdict);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(vectors).hasSizeGreaterThanOrEqualTo(150);
  }

  /** Names are judged at the attempt: here only whether they are refused by themselves. */
  private static String name(String url) {
    return HTTP_TOO.read(url).host() instanceof Host.Name name && HTTP_TOO.refuses(name)
        ? "block"
        : "allow";
  }

  @Test
  void T44_when_a_url_is_allowed_then_it_comes_back_in_its_normal_form() {
    assertThat(HTTP_TOO.judgeUrl("HTTPS://HOOKS.Example.COM.:443?x=%20#part"))
        .isEqualTo(new Verdict.Allowed(URI.create("https://hooks.example.com/?x=%20")));
    assertThat(HTTP_TOO.judgeUrl("http://b\u00fccher.example:8080/a/../b"))
        .isEqualTo(new Verdict.Allowed(URI.create("http://xn--bcher-kva.example:8080/a/../b")));
  }

  @Test
  void when_http_targets_are_off_then_only_https_is_allowed() {
    assertThat(EgressPolicy.STRICT.judgeUrl("http://example.com/"))
        .isEqualTo(new Verdict.Refused("must start with https://"));
    assertThat(EgressPolicy.STRICT.judgeUrl("https://example.com/"))
        .isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void T54_when_a_block_and_port_are_opened_then_exactly_they_open() {
    var policy = EgressPolicy.of(List.of("10.0.0.0/8:443", "[fd00::/8]:8443"), false, List.of());

    assertThat(policy.allows(address("10.1.2.3"), 443)).isTrue();
    assertThat(policy.allows(address("10.1.2.3"), 8443)).isFalse();
    assertThat(policy.allows(address("9.255.255.255"), 8443)).isTrue();
    assertThat(policy.allows(address("192.168.0.1"), 443)).isFalse();
    assertThat(policy.allows(address("fd12::1"), 8443)).isTrue();
    assertThat(policy.allows(address("fd12::1"), 443)).isFalse();
    assertThat(policy.judgeUrl("https://10.0.0.1/")).isInstanceOf(Verdict.Allowed.class);
    assertThat(policy.judgeUrl("https://10.0.0.1:8443/")).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void T54_when_everything_is_opened_then_metadata_addresses_stay_shut() {
    var policy = EgressPolicy.of(List.of("0.0.0.0/0", "::/0"), true, List.of("2a00:1:2:3::/64"));

    for (var metadata :
        List.of(
            "169.254.169.254",
            "169.254.170.2",
            "168.63.129.16",
            "100.100.100.200",
            "192.0.0.192",
            "fd00:ec2::254",
            "fd20:ce::254",
            "fe80::a9fe:a9fe",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1:a9fe:a9:fe00::",
            "2002:a9fe:a9fe::1",
            "2001:0:a9fe:a9fe::1",
            "2001:0:1:1::5601:5601",
            "::a9fe:a9fe",
            "::ffff:0:a9fe:a9fe",
            "2a00:1450::5efe:a9fe:a9fe",
            "2a00:1:2:3:a9:fea9:fe00:0")) {
      assertThat(policy.allows(address(metadata), 80)).as(metadata).isFalse();
    }
    assertThat(policy.allows(address("10.0.0.1"), 80)).isTrue();
    assertThat(policy.allows(address("fe80::1"), 80)).isTrue();
  }

  @Test
  void when_the_allow_list_covers_all_of_an_inner_names_addresses_then_it_is_allowed() {
    var dev = EgressPolicy.of(List.of("127.0.0.0/8", "::1"), true, List.of());
    var localhost = new Host.Name("localhost", true);

    assertThat(dev.allows(localhost, List.of(address("127.0.0.1"), address("::1")), 80)).isTrue();
    assertThat(dev.allows(localhost, List.of(address("127.0.0.1"), address("10.0.0.1")), 80))
        .isFalse();
    assertThat(dev.allows(localhost, List.of(address("8.8.8.8")), 80)).isFalse();
    assertThat(dev.allows(localhost, List.of(), 80)).isFalse();
    assertThat(dev.refuses(localhost)).isFalse();
    assertThat(EgressPolicy.STRICT.refuses(localhost)).isTrue();
  }

  @Test
  void T53_when_a_nat64_prefix_is_named_then_the_address_inside_is_judged_in_all_six_layouts() {
    // RFC 6052 section 2.4 with 8.8.8.8 and 10.0.0.1 instead of 192.0.2.33
    var good =
        List.of(
            "2a00:db8:808:808::",
            "2a00:db8:108:808:8::",
            "2a00:db8:122:808:8:800::",
            "2a00:db8:122:308:8:808::",
            "2a00:db8:122:344:8:808:800:0",
            "2a00:db8:122:344::808:808");
    var bad =
        List.of(
            "2a00:db8:a00:1::",
            "2a00:db8:10a:0:1::",
            "2a00:db8:122:a00:0:100::",
            "2a00:db8:122:30a:0:1::",
            "2a00:db8:122:344:a:0:100:0",
            "2a00:db8:122:344::a00:1");
    var prefixes =
        List.of(
            "2a00:db8::/32",
            "2a00:db8:100::/40",
            "2a00:db8:122::/48",
            "2a00:db8:122:300::/56",
            "2a00:db8:122:344::/64",
            "2a00:db8:122:344::/96");

    for (var i = 0; i < prefixes.size(); i++) {
      var policy = EgressPolicy.of(List.of(), true, List.of(prefixes.get(i)));
      assertThat(policy.allows(address(good.get(i)), 443)).as(good.get(i)).isTrue();
      assertThat(policy.allows(address(bad.get(i)), 443)).as(bad.get(i)).isFalse();
    }
  }

  @Test
  void when_an_entry_of_the_allow_list_cannot_be_read_then_it_is_named() {
    for (var entry :
        List.of(
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "localhost",
            "10.0.0.1:0",
            "10.0.0.1:70000",
            "10.*.0.0",
            "*",
            "0x7f000001",
            "fd00::/129",
            "[fd00::/8",
            "10.0.0.0/8:x")) {
      assertThatIllegalArgumentException()
          .as(entry)
          .isThrownBy(() -> EgressPolicy.of(List.of(entry), true, List.of()))
          .withMessageContaining("'" + entry + "'");
    }
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static List<Vector> vectors() throws IOException {
    try (var file = EgressPolicyTest.class.getResourceAsStream("targets.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .map(parts -> new Vector(parts[0], unescaped(parts[1])))
          .toList();
    }
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement("" + (char) Integer.parseInt(found.group(1), 16)))
        .translateEscapes();
  }
}
