package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.ReceivedRequest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checklist, "Callback request". */
class CallbackTest extends OfficeTest {

  @Test
  void items_128_to_132_137_138_and_139_when_an_event_fires_then_the_request_is_the_vendors() {
    given("/hooks/so?k=1&x=%20y", "sale.changed", ",\"Headers\":{\"X-Stock-Env\":\"blue\"}");
    signal("sale.changed", 311, "{\"amount\":1}");

    var request = await(1).getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/hooks/so?k=1&x=%20y");
    assertThat(request.header("content-type")).hasValue("application/json; charset=utf-8");
    assertThat(request.header("user-agent").orElseThrow())
        .matches("NetServer-Webhook/\\d+(\\.\\d+){1,3}");
    var body = body(request);
    assertThat(request.header("X-SuperOffice-Event")).hasValue("sale.changed");
    assertThat(body.get("Event").stringValue()).isEqualTo("sale.changed");
    assertThat(request.header("X-SuperOffice-EventId").orElseThrow())
        .matches(GUID)
        .isEqualTo(body.get("EventId").stringValue());
    assertThat(request.header("X-Stock-Env")).hasValue("blue");
    for (var absent :
        List.of("X-SuperOffice-Retry", "X-Hook-Test", "X-SuperOffice-Signature", "Accept")) {
      assertThat(request.header(absent)).as(absent).isEmpty();
    }
    assertThat(request.header("content-length")).isPresent();
  }

  @Test
  void items_133_134_and_135_when_there_is_a_secret_then_the_bytes_are_signed() throws Exception {
    given("/signed", "a.b", ",\"Secret\":\"nøkkel\"");
    given("/unsigned", "a.b", ",\"Secret\":\"\"");
    signal("a.b", 1, "{}");

    for (var request : await(2)) {
      if (request.path().equals("/unsigned")) {
        assertThat(request.header("X-SuperOffice-Signature")).isEmpty();
        continue;
      }
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("nøkkel".getBytes(UTF_8), "HmacSHA256"));
      var signature = request.header("X-SuperOffice-Signature").orElseThrow();
      assertThat(signature)
          .isEqualTo(Base64.getEncoder().encodeToString(mac.doFinal(request.body())))
          .hasSize(44)
          .endsWith("=");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orange-tractor|{\"EventId\":\"0d2c7a2e-5b4f-4b57-9c54-5f3f0f5f1c11\",\"Event\":\"test\",\"PrimaryKey\":0}|PS9xF1OpCbcR+PGcsO3LjVtCljgq9c6uGi2VVOBZVuQ=",
        "orange-tractor|{RN  \"Event\": \"test\",RN  \"PrimaryKey\": 0RN}|hKjeNfzr4wP8wd7B44758YAcpvtJEsPT4FFQSHdhyKo=",
        "orange-tractor|{N  \"Event\": \"test\",N  \"PrimaryKey\": 0N}|RVSRpPpySHCnCUXGWbncUMy4+zNEQeGKofPxnDjakg0=",
        "nøkkel|{\"WebhookName\":\"Kjøp & salg\"}|FZBslT2qrM4Vr0rrnonEfqT8020vYFhg04FBHgJU/wI="
      })
  void item_136_when_the_references_vectors_are_signed_then_they_hold(
      String secret, String body, String signature) {
    var bytes = body.replace("RN", "\r\n").replaceAll("(?<=[{,0])N", "\n").getBytes(UTF_8);

    assertThat(HttpPlugin.signature(secret, bytes)).isEqualTo(signature);
  }

  @Test
  void items_140_and_141_when_custom_headers_cannot_be_sent_then_the_rest_goes_out() {
    given(
        "/in",
        "a.b",
        ",\"Secret\":\"s\",\"Headers\":{\"X-Good\":\"1\",\"X Bad\":\"2\",\"X-Line\":\"a\\r\\nX-Evil: 1\",\"\":\"x\","
            + "\"X-Null\":null,\"content-type\":\"text/plain\",\"User-Agent\":\"me\",\"Host\":\"evil\","
            + "\"X-SuperOffice-Event\":\"x\",\"x-superoffice-signature\":\"x\",\"X-Hook-Test\":\"true\","
            + "\"Content-Length\":\"1\",\"Transfer-Encoding\":\"chunked\"}");
    signal("a.b", 1, "{}");

    var request = await(1).getFirst();
    assertThat(request.headers().stream().map(ReceivedRequest.Field::name).toList())
        .containsExactlyInAnyOrder(
            "Host",
            "Content-Length",
            "Content-Type",
            "User-Agent",
            "X-SuperOffice-Event",
            "X-SuperOffice-EventId",
            "X-SuperOffice-Signature",
            "X-Good");
    assertThat(request.header("X-SuperOffice-Event")).hasValue("a.b");
  }
}
