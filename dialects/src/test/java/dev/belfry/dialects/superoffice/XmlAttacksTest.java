package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.FakeReceiver;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * T73, and bodies made up in every form. What must not be touched is a named pipe that nobody
 * writes to, so a reader of it would be stuck, and a server that counts.
 */
class XmlAttacksTest extends OfficeTest {

  private static final int BODIES = 10_000;
  private static final String CANARY = "canary-7f1d";

  private FakeReceiver canary;
  private Path pipe;
  private Path file;

  @BeforeEach
  void plant() throws IOException, InterruptedException {
    canary = FakeReceiver.start();
    pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    file = Files.writeString(folder.resolve("file"), CANARY);
  }

  @AfterEach
  void remove() {
    canary.close();
  }

  @Test
  void t73_when_xml_is_an_attack_then_it_is_refused_quickly_and_nothing_is_touched() {
    attacks()
        .forEach((name, body) -> {
          var cost =
              cost(
                  5,
                  () -> {
                    var answer = post("application/xml", body);
                    assertThat(answer.status()).as(name).isIn(400, 413);
                    assertThat(answer.text()).as(name).doesNotContain(CANARY);
                  });
          assertThat(cost).as(name).isLessThan(Duration.ofMillis(LONG ? 50 : 500));
        });
    assertThat(canary.connections()).isZero();
    assertThat(receiver.count()).isZero();
  }

  @Test
  void t73_when_xml_names_other_documents_then_they_are_not_looked_at() {
    var made =
        post(
                "application/xml",
                ("<?xml-stylesheet href=\"%1$s\"?><Webhook xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:schemaLocation=\"a %1$s\" xsi:noNamespaceSchemaLocation=\"%2$s\">"
                        + "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"%2$s\" parse=\"text\"/>"
                        + "<Name>n</Name><Events><string>a.b</string></Events><TargetUrl>%3$s</TargetUrl></Webhook>")
                    .formatted(canary.url("/s"), pipe.toUri(), receiver.url("/in"))
                    .getBytes(UTF_8))
            .orFail();

    assertThat(made.body().get("Name").stringValue()).isEqualTo("n");
    assertThat(canary.connections()).isZero();
  }

  @Test
  void when_10000_bodies_of_each_form_are_made_up_then_nothing_is_touched() {
    var random = new Random(20261121);
    for (var type : List.of("application/xml", "text/json", "application/x-www-form-urlencoded")) {
      for (int i = 0; i < BODIES; i++) {
        var body = body(type, random);
        var answer = post(type, body);
        assertThat(answer.status()).as("%s %s", type, new String(body, UTF_8)).isBetween(200, 499);
      }
    }
    assertThat(canary.connections()).isZero();
  }

  private OfficeRig.Answer post(String type, byte[] body) {
    return rig.ask(
        "POST",
        "/superoffice/api/v1/Webhook",
        body,
        Map.of("content-type", type, "authorization", "Bearer " + customer.key.secret()));
  }

  private Map<String, byte[]> attacks() {
    var attacks = new LinkedHashMap<String, byte[]>();
    var http = canary.url("/x").toString();
    var local = pipe.toUri().toString();
    for (var system :
        List.of(
            http, local, file.toUri().toString(), "ftp://127.0.0.1:1/x", "jar:" + http + "!/x")) {
      var about = system.substring(0, 4);
      put(
          attacks,
          "entity " + about,
          "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + system + "\">]>",
          "&e;");
      put(
          attacks,
          "parameter entity " + about,
          "<!DOCTYPE r [<!ENTITY % p SYSTEM \"" + system + "\"> %p;]>",
          "");
      put(attacks, "external DTD " + about, "<!DOCTYPE r SYSTEM \"" + system + "\">", "");
      put(attacks, "public DTD " + about, "<!DOCTYPE r PUBLIC \"-//a//b\" \"" + system + "\">", "");
    }
    put(attacks, "empty DOCTYPE", "<!DOCTYPE Webhook>", "");
    put(attacks, "default attribute", "<!DOCTYPE r [<!ATTLIST Webhook a CDATA \"x\">]>", "");
    put(attacks, "unknown entity", "", "&nope;");
    put(attacks, "laughs", "<!DOCTYPE r [" + laughs(30) + "]>", "&l30;");
    put(
        attacks,
        "quadratic",
        "<!DOCTYPE r [<!ENTITY a \"" + "a".repeat(50_000) + "\">]>",
        "&a;".repeat(50_000));
    put(attacks, "self", "<!DOCTYPE r [<!ENTITY a \"&a;\">]>", "&a;");
    put(attacks, "depth", "", "<a>".repeat(100_000) + "</a>".repeat(100_000));
    put(attacks, "elements", "", "<a/>".repeat(100_000));
    var attributes = new StringBuilder("<a");
    for (int i = 0; i < 50_000; i++) {
      attributes.append(" a").append(i).append("=\"\"");
    }
    put(attacks, "attributes", "", attributes + "/>");
    put(attacks, "namespaces", "", "<a" + namespaces(20_000) + "/>");
    put(attacks, "long name", "", "<" + "a".repeat(500_000));
    put(attacks, "NUL", "", "\u0000");
    put(attacks, "character reference", "", "&#0;&#xD800;");
    put(attacks, "not closed", "", "<![CDATA[");
    put(attacks, "two roots", "", "</Webhook><Webhook>");
    put(attacks, "too large", "", " ".repeat(2 << 20));
    for (var charset :
        List.of(
            UTF_16,
            Charset.forName("UTF-16LE"),
            Charset.forName("UTF-32"),
            Charset.forName("IBM037"))) {
      attacks.put(
          "encoding " + charset,
          ("<?xml version=\"1.0\" encoding=\""
                  + charset
                  + "\"?><!DOCTYPE r SYSTEM \""
                  + http
                  + "\"><Webhook/>")
              .getBytes(charset));
    }
    attacks.put(
        "declared UTF-7",
        text("<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-!DOCTYPE+AD4-<Webhook/>"));
    attacks.put("declared UTF-16", text("<?xml version=\"1.0\" encoding=\"UTF-16\"?><Webhook/>"));
    attacks.put("version", text("<?xml version=\"9.9\"?><Webhook/>"));
    attacks.put("overlong", new byte[] {'<', (byte) 0xc0, (byte) 0xbc, '>'});
    attacks.put("nothing", text("  <!-- -->"));
    return attacks;
  }

  private static void put(Map<String, byte[]> attacks, String name, String before, String inside) {
    attacks.put(
        name,
        text(
            "<?xml version=\"1.0\"?>" + before + "<Webhook><Name>" + inside + "</Name></Webhook>"));
  }

  private static String laughs(int levels) {
    var entities = new StringBuilder("<!ENTITY l0 \"ha\">");
    for (int i = 1; i <= levels; i++) {
      entities
          .append("<!ENTITY l")
          .append(i)
          .append(" \"")
          .append(("&l" + (i - 1) + ";").repeat(10))
          .append("\">");
    }
    return entities.toString();
  }

  private static String namespaces(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(" xmlns:n").append(i).append("=\"u").append(i).append('"');
    }
    return text.toString();
  }

  private byte[] body(String type, Random random) {
    var whole =
        switch (type) {
          case "application/xml" -> xml(random);
          case "text/json" -> json(random);
          default -> form(random);
        };
    var bytes = text(whole);
    if (random.nextInt(3) == 0) {
      for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
    }
    return random.nextInt(5) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
        : bytes;
  }

  private String xml(Random random) {
    var parts =
        List.of(
            "<!DOCTYPE r SYSTEM \"" + pipe.toUri() + "\">",
            "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + canary.url("/") + "\">]>",
            "&e;",
            "&amp;",
            "&#65;",
            "<![CDATA[x]]>",
            "<!-- c -->",
            "<?pi x?>",
            "x",
            "<Webhook>",
            "</Webhook>",
            "<Name>",
            "</Name>",
            "<Events>",
            "</Events>",
            "<string>",
            "</string>",
            "<Properties>",
            "</Properties>",
            "<a><Key>k</Key><Value>1</Value></a>",
            "<Headers i:nil=\"true\"/>",
            " xmlns:i=\"u\"",
            "<State>9</State>");
    var text = new StringBuilder(random.nextBoolean() ? "<?xml version=\"1.0\"?>" : "<Webhook>");
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.append(random.nextBoolean() ? "</Webhook>" : "").toString();
  }

  private static String json(Random random) {
    var values =
        List.of(
            "1",
            "\"x\"",
            "null",
            "[]",
            "{}",
            "[1]",
            "true",
            "1e400",
            "\"\\ud800\"",
            "{\"a\":[{}]}");
    var text = new StringBuilder("{");
    for (var name : Shape.WEBHOOK.members().keySet()) {
      if (random.nextInt(4) == 0) {
        text.append(text.length() == 1 ? "" : ",")
            .append('"')
            .append(name)
            .append("\":")
            .append(values.get(random.nextInt(values.size())));
      }
    }
    return text.append('}').toString();
  }

  private static String form(Random random) {
    var names =
        List.of(
            "Name",
            "Events[]",
            "Events[x]",
            "Headers[a][b]",
            "Headers[0].Key",
            "Headers[0].Value",
            "[",
            "]",
            "a.b.c",
            "",
            "Properties",
            "State",
            "%",
            "%ff",
            "NotifyVia",
            "ErrorAssociates[0].Id");
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(names.get(random.nextInt(names.size())))
          .append('=')
          .append(List.of("1", "a+b", "%C3%A4", "%zz", "").get(random.nextInt(5)))
          .append('&');
    }
    return text.toString();
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
