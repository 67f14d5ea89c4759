package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist, "Content negotiation", "XML and forms" and "Errors". */
class ContentTest extends OfficeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json; charset=utf-8 | application/json; charset=utf-8",
        "'' | application/json; charset=utf-8",
        "*/* | application/json; charset=utf-8",
        "text/json | text/json; charset=utf-8",
        "application/json-patch+json | application/json-patch+json; charset=utf-8",
        "application/merge-patch+json | application/merge-patch+json; charset=utf-8",
        "text/html | application/json; charset=utf-8",
        "text/xml;q=0.5, application/json;q=0.4 | text/xml; charset=utf-8",
        "application/xml, application/json | application/json; charset=utf-8",
        "application/xml, */* | application/xml; charset=utf-8",
        "application/xml | application/xml; charset=utf-8",
        "text/xml | text/xml; charset=utf-8",
        "application/xml;q=0 | application/json; charset=utf-8",
        "nonsense;;q=x | application/json; charset=utf-8"
      })
  void items_27_to_32_when_a_form_is_asked_for_then_the_answer_has_it(
      String accept, String contentType) {
    var answer = customer.call("GET", "/Webhook/default", null, Map.of("accept", accept));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo(contentType);
    assertThat(answer.text()).startsWith(contentType.contains("xml") ? "<Webhook " : "{");
  }

  @Test
  void item_28_when_nothing_is_asked_for_then_it_is_json() {
    assertThat(customer.call("GET", "/Webhook/default", null).header("content-type"))
        .isEqualTo("application/json; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "text/json",
        "application/json-patch+json",
        "application/merge-patch+json",
        "Application/JSON; charset=\"UTF-8\""
      })
  void item_33_when_a_body_is_json_then_all_its_names_are_understood(String type) {
    var body = webhook("A", receiver.url("/"), "a.b", "");

    assertThat(post(type, body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "text/xml; charset=utf-8"})
  void items_34_and_179_when_a_body_is_xml_then_order_and_namespaces_do_not_matter(String type) {
    var body =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <so:Webhook xmlns:so="http://schemas.datacontract.org/2004/07/SuperOffice.CRM.Services"
            xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
          <so:TARGETURL>%s</so:TARGETURL>
          <so:Headers><x><Value>1 &amp; 2</Value><Key>X-One</Key></x></so:Headers>
          <so:Properties>
            <e><Key>limit</Key><Value>25</Value></e>
            <e><Key>text</Key><Value i:type="x:string" xmlns:x="y">25</Value></e>
            <e><Key>none</Key><Value i:nil="true"/></e>
          </so:Properties>
          <Secret i:nil="true"/>
          <so:Events><string>a.b</string><other><![CDATA[c.d]]></other></so:Events>
          <so:Name>Kj&#248;p</so:Name>
          <Unknown><Deep/></Unknown>
        </so:Webhook>
        """
            .formatted(receiver.url("/"));

    var made = post(type, body).orFail().body();

    assertThat(made.get("Name").stringValue()).isEqualTo("Kjøp");
    assertThat(made.get("Events").toString()).isEqualTo("[\"a.b\",\"c.d\"]");
    assertThat(made.get("Headers").toString()).isEqualTo("{\"X-One\":\"1 & 2\"}");
    assertThat(made.get("Properties").toString())
        .isEqualTo("{\"limit\":25,\"text\":\"25\",\"none\":null}");
    assertThat(made.get("Secret").isNull()).isTrue();
  }

  @Test
  void items_35_and_181_when_a_body_is_a_form_then_lists_and_dictionaries_are_understood() {
    var made =
        post(
                "application/x-www-form-urlencoded",
                "Name=Stock+sync&targeturl="
                    + receiver.url("/in").toString().replace(":", "%3A")
                    + "&Events[]=a.b&Events[]=c.d&Headers[X-One]=1&Headers%5BX-Two%5D=2"
                    + "&Properties[0].Key=k&Properties[0].Value=v&State=Stopped&Events[0]=e.f")
            .orFail()
            .body();

    assertThat(made.get("Name").stringValue()).isEqualTo("Stock sync");
    assertThat(made.get("Events").toString()).isEqualTo("[\"e.f\",\"a.b\",\"c.d\"]");
    assertThat(made.get("Headers").toString()).isEqualTo("{\"X-One\":\"1\",\"X-Two\":\"2\"}");
    assertThat(made.get("Properties").toString()).isEqualTo("{\"k\":\"v\"}");
    assertThat(made.get("State").stringValue()).isEqualTo("Stopped");
  }

  @Test
  void item_35_when_a_form_wraps_the_webhook_then_both_spellings_are_understood() {
    for (var body :
        new String[] {"Webhook[TargetUrl]=%s&Webhook[Name]=n", "Webhook.TargetUrl=%s"}) {
      var answer =
          customer.call(
              "POST",
              "/Agents/Webhook/TestWebhook",
              body.formatted(receiver.url("/form")),
              Map.of("content-type", "application/x-www-form-urlencoded"));
      assertThat(answer.body().get("Success").booleanValue()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/octet-stream", "x", "application/json; charset=utf-16"})
  void item_36_when_a_body_is_of_another_type_then_415(String type) {
    var answer = post(type, webhook("A", receiver.url("/"), "a.b", ""));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.body().get("Message").stringValue()).contains("media type");
  }

  @Test
  void item_37_when_a_method_takes_no_body_then_none_empty_and_null_are_the_same() {
    var id = given("a.b");
    for (var body : new String[] {null, "", "null"}) {
      assertThat(customer.agent("CreateDefaultWebhook", body).status()).isEqualTo(200);
      assertThat(customer.agent("GetWebhook?webhookId=" + id, body).status()).isEqualTo(200);
      assertThat(customer.agent("DeleteWebhook?webhookId=77", body).status()).isEqualTo(204);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "", "null", "[]", "7", "{\"a\":1,\"a\":2}", "{\"Name\":\"\\ud800\"}"})
  void item_38_when_json_is_broken_then_400(String body) {
    assertThat(post("application/json", body).status()).isEqualTo(400);
    assertThat(customer.call("GET", "/Webhook", null).body()).isEmpty();
  }

  @Test
  void item_178_when_xml_is_asked_for_then_the_roots_are_the_vendors() {
    var id = given("a.b");
    var xml = Map.of("accept", "application/xml");

    assertThat(customer.call("GET", "/Webhook/" + id, null, xml).text())
        .startsWith("<WebhookWithLinks xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">")
        .contains("<Events><string>a.b</string></Events>")
        .contains("<_Links><StringKeyValuePair><Key>Self</Key>");
    assertThat(customer.call("GET", "/Webhook", null, xml).text())
        .startsWith("<ArrayOfWebhook ")
        .contains("<Webhook><WebhookId>" + id + "</WebhookId>");
    assertThat(customer.call("GET", "/Webhook/" + id + "/LastError", null, xml).text())
        .startsWith("<string ");
    assertThat(customer.call("POST", "/Agents/Webhook/GetWebhook?webhookId=99", "null", xml).text())
        .isEqualTo(
            "<Webhook xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"true\" />");
  }

  @Test
  void item_180_when_a_webhook_is_read_as_xml_and_sent_back_then_it_is_the_same_in_json() {
    var properties =
        "{\"o\":{\"a\":[1,\"1\",true,\"true\",null,{}]},\"e\":[],\"n\":-1.5,\"s\":\" <&>\\r\\n\",\"z\":\"\",\"b\":false}";
    var id =
        given(
            "/in",
            "a.b,c.d",
            ",\"Secret\":\"\",\"Headers\":{\"X-A\":\"<1>\"},\"NotifyVia\":3,\"ErrorEmails\":[\"a@b.example\"],"
                + "\"ErrorAssociates\":[{\"Id\":5}],\"Description\":\"two\\nlines\",\"Properties\":"
                + properties);
    var before = customer.get(id);
    var xml =
        customer.call("GET", "/Webhook/" + id, null, Map.of("accept", "application/xml")).text();

    customer.call("PUT", "/Webhook/" + id, xml, Map.of("content-type", "application/xml")).orFail();

    var after = customer.get(id);
    for (var name :
        new String[] {
          "Name",
          "Events",
          "TargetUrl",
          "Secret",
          "State",
          "Type",
          "Headers",
          "Properties",
          "ErrorEmails",
          "ErrorAssociates",
          "Description",
          "NotifyVia",
          "NotifyWhen"
        }) {
      assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
    }
  }

  @Test
  void items_182_and_183_when_the_application_refuses_then_the_error_has_all_members() {
    for (var answer :
        new OfficeRig.Answer[] {
          customer.call("GET", "/Webhook/99", null),
          post("application/json", "{\"Name\":\"A\"}"),
          customer.agent("SaveWebhook", "{\"WebhookId\":99,\"Name\":\"A\"}")
        }) {
      var error = answer.body();
      assertThat(error.get("Error").booleanValue()).isTrue();
      assertThat(error.get("ErrorType").stringValue()).isNotEmpty();
      assertThat(error.get("Message").stringValue()).isNotEmpty();
      assertThat(error.get("ErrorMessage")).isEqualTo(error.get("Message"));
      assertThat(error.get("ErrorSource").stringValue()).isNotEmpty();
    }
  }

  @Test
  void item_184_when_xml_is_asked_for_then_errors_are_xml_too() {
    var answer = customer.call("GET", "/Webhook/99", null, Map.of("accept", "application/xml"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text())
        .startsWith("<Error ")
        .contains("<ErrorType>SoNotFoundException</ErrorType>")
        .contains("<Message>Webhook id 99 not found</Message>");
  }

  private OfficeRig.Answer post(String type, String body) {
    return customer.call("POST", "/Webhook", body, Map.of("content-type", type));
  }
}
