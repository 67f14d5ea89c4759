package dev.belfry.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

  private static final Route LIST = route(Method.GET, "/v1/things");
  private static final Route ASK = route(Method.POST, "/v1/things:ask");
  private static final Route SHOW = route(Method.GET, "/v1/things/{id}");
  private static final Route REMOVE = route(Method.DELETE, "/v1/things/{id}");
  private static final Route PAUSE = route(Method.POST, "/v1/things/{id}/pause");
  private static final Route NEWEST = route(Method.GET, "/v1/things/newest");
  private static final Route PART = route(Method.GET, "/v1/things/{thing}/parts/{part}");

  private final Router router = new Router(List.of(LIST, ASK, SHOW, REMOVE, PAUSE, NEWEST, PART));

  @Test
  void when_a_path_has_variables_then_they_are_found_decoded() {
    assertThat(router.find("GET", "/v1/things")).isEqualTo(found(LIST, Map.of()));
    assertThat(router.find("POST", "/v1/things:ask")).isEqualTo(found(ASK, Map.of()));
    assertThat(router.find("GET", "/v1/things/a%2Fb%20%C3%A9"))
        .isEqualTo(found(SHOW, Map.of("id", "a/b é")));
    assertThat(router.find("GET", "/v1/things/1/parts/2"))
        .isEqualTo(found(PART, Map.of("thing", "1", "part", "2")));
    assertThat(router.find("GET", "/v1/%74hings/1")).isEqualTo(found(SHOW, Map.of("id", "1")));
  }

  @Test
  void when_a_segment_is_itself_and_a_variable_then_itself_goes_first() {
    assertThat(router.find("GET", "/v1/things/newest")).isEqualTo(found(NEWEST, Map.of()));
    assertThat(router.find("POST", "/v1/things/newest/pause"))
        .isEqualTo(found(PAUSE, Map.of("id", "newest")));
  }

  @Test
  void when_only_other_methods_are_there_then_they_are_named() {
    assertThat(router.find("PUT", "/v1/things/1"))
        .isEqualTo(new Router.Match.WrongMethod(Set.of(Method.GET, Method.DELETE)));
    assertThat(router.find("get", "/v1/things"))
        .isEqualTo(new Router.Match.WrongMethod(Set.of(Method.GET)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/",
        "/v1/things/",
        "/v1/things/1/",
        "/v1//things",
        "/v1/thing",
        "/v1/things/1/x"
      })
  void when_no_route_has_the_path_then_nothing_is_found(String path) {
    assertThat(router.find("GET", path)).isEqualTo(new Router.Match.Nothing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%1", "%zz", "%ff", "%c3", "%c0%80", "%ed%a0%80", "a%2"})
  void when_a_segment_is_wrongly_encoded_then_the_request_is_refused(String segment) {
    assertThatThrownBy(() -> router.find("GET", "/v1/things/" + segment))
        .isInstanceOf(Refused.class);
  }

  @Test
  void when_two_routes_answer_the_same_then_they_are_refused() {
    assertThatThrownBy(() -> new Router(List.of(SHOW, route(Method.GET, "/v1/things/{other}"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Router.Match found(Route route, Map<String, String> variables) {
    return new Router.Match.Found(route, variables);
  }

  private static Route route(Method method, String pattern) {
    return new Route(method, pattern, Access.READ, (_, _) -> Response.of(200));
  }
}
