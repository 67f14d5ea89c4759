package dev.belfry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.NetworkChannel;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

/**
 * T55: what a sender or a webhook can name is asked for by the engine's egress only, so dialects
 * and server hold no sockets, but for those named here. Each list is exact: whoever needs none any
 * more is taken out.
 */
class SocketsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.belfry.dialects", "dev.belfry.server");

  /** Who has anything to do with sockets, and why that leads to no target. */
  private static final Map<String, String> WITH_SOCKETS =
      Map.of(
          "dev.belfry.server.http.HttpServer", "takes connections",
          "dev.belfry.server.http.Connection", "reads and answers on one that was taken",
          "dev.belfry.server.http.Watch", "ends one that was taken",
          "dev.belfry.server.http.TlsFiles", "the certificate shown on those",
          "dev.belfry.server.Listeners", "opens the server's own ports",
          "dev.belfry.server.client.Api", "the commands' way to a server its user names",
          "dev.belfry.server.demo.DemoCommand", "looks for a free port",
          "dev.belfry.server.mail.SmtpMail", "the operator's own mail server");

  /** Who makes connections of its own accord. */
  private static final Map<String, String> CONNECTING =
      Map.of(
          "dev.belfry.server.client.Api", "the commands' way to a server its user names",
          "dev.belfry.server.mail.SmtpMail", "the operator's own mail server");

  /** Who looks names up, and whose. */
  private static final Map<String, String> RESOLVING =
      Map.of(
          "dev.belfry.server.config.SettingsReader", "the address to listen at",
          "dev.belfry.server.Listeners", "the address to listen at",
          "dev.belfry.server.listen.ListenCommand", "the address to listen at");

  @Test
  void T55_when_dialects_and_server_are_looked_through_then_only_these_know_of_sockets() {
    assertThat(all(type -> uses(type, SocketsTest::isOfSockets)))
        .containsExactlyInAnyOrderElementsOf(WITH_SOCKETS.keySet());
  }

  @Test
  void T55_when_dialects_and_server_are_looked_through_then_only_these_make_connections() {
    assertThat(all(type -> uses(type, SocketsTest::isOfClients) || accesses(type, this::connects)))
        .containsExactlyInAnyOrderElementsOf(CONNECTING.keySet());
  }

  @Test
  void T55_when_dialects_and_server_are_looked_through_then_only_these_look_names_up() {
    assertThat(all(type -> accesses(type, this::resolves)))
        .containsExactlyInAnyOrderElementsOf(RESOLVING.keySet());
  }

  @Test
  void T55_when_dialects_and_server_are_looked_through_then_nobody_makes_a_java_net_url() {
    assertThat(all(type -> accesses(type, this::makesUrl))).isEmpty();
  }

  private static Set<String> all(Predicate<JavaClass> which) {
    assertThat(CLASSES.size()).isGreaterThan(300);
    var found = new TreeSet<String>();
    CLASSES.stream()
        .filter(which)
        .map(type -> type.getName().replaceFirst("\\$.*", ""))
        .forEach(found::add);
    return found;
  }

  private static boolean uses(JavaClass type, Predicate<JavaClass> what) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(one -> what.test(one.getTargetClass()));
  }

  private static boolean accesses(JavaClass type, Predicate<JavaAccess<?>> what) {
    return type.getAccessesFromSelf().stream().anyMatch(what);
  }

  private static boolean isOfSockets(JavaClass type) {
    return isOfClients(type)
        || Set.of(
                Socket.class,
                ServerSocket.class,
                DatagramSocket.class,
                NetworkChannel.class,
                SocketFactory.class,
                ServerSocketFactory.class)
            .stream()
            .anyMatch(type::isAssignableTo);
  }

  private static boolean isOfClients(JavaClass type) {
    var name = type.getPackageName();
    return name.startsWith("java.net.http")
        || name.startsWith("org.apache.hc")
        || name.startsWith("jakarta.mail")
        || type.isAssignableTo(URLConnection.class);
  }

  private boolean connects(JavaAccess<?> access) {
    var owner = access.getTargetOwner();
    var name = access.getTarget().getName();
    return (owner.isAssignableTo(Socket.class) && Set.of("<init>", "connect").contains(name))
        || owner.isAssignableTo(DatagramSocket.class)
        || (owner.isAssignableTo(NetworkChannel.class) && Set.of("open", "connect").contains(name))
        || (owner.isAssignableTo(SocketFactory.class)
            && name.equals("createSocket")
            && !isOverAnother(access));
  }

  /** TLS laid over a socket that is connected already. */
  private static boolean isOverAnother(JavaAccess<?> access) {
    return access.getTarget().getDescription().contains("createSocket(java.net.Socket,");
  }

  private boolean resolves(JavaAccess<?> access) {
    var owner = access.getTargetOwner();
    var name = access.getTarget().getName();
    return (owner.isAssignableTo(InetAddress.class)
            && Set.of("getByName", "getAllByName", "getLocalHost", "getCanonicalHostName")
                .contains(name))
        || (owner.isEquivalentTo(InetSocketAddress.class)
            && name.equals("<init>")
            && access.getTarget().getDescription().contains("java.lang.String"));
  }

  private boolean makesUrl(JavaAccess<?> access) {
    var name = access.getTarget().getName();
    return (access.getTargetOwner().isEquivalentTo(URL.class)
            && Set.of("<init>", "of").contains(name))
        || (access.getTargetOwner().isEquivalentTo(URI.class) && name.equals("toURL"));
  }
}
