package dev.belfry.dialects.belfry;

/** Webhooks by our own API: where they are, and the least and the most that one may say. */
abstract class WebhookTest extends ApiTest {

  static final String ALL = "/v1/webhooks";

  static final String MINIMAL = "{\"url\":\"https://receiver.example/in\"}";

  static final String FULL =
      """
      {"name":"Orders","description":"d","metadata":{"team":"shop"},
       "url":"https://receiver.example:8443/in?a=b","dialect":"belfry","types":["order.*","a"],
       "scope":{"subject":"order/42"},"filter":null,"content":"binary","signatures":["v1"],
       "headers":{"X-One":"1"},"auth":{"type":"basic","username":"u","password":"p"},
       "tls":{"verify":false,"ca":null,"certificate":null,"key":null},
       "retry":{"schedule":["500ms","90s","2h"],"jitter":0},"timeout":"5s","maxInFlight":3,
       "ratePerSecond":null,"ordered":false,"batch":null,
       "secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}\
      """;
}
