package dev.belfry.engine.egress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import javax.net.SocketFactory;

/** T55: everything that leaves goes through this package. */
@AnalyzeClasses(packages = "dev.belfry.engine", importOptions = DoNotIncludeTests.class)
class EgressArchitectureTest {

  private static final String HERE = "dev.belfry.engine.egress";

  private static final DescribedPredicate<JavaClass> OPENS_CONNECTIONS =
      DescribedPredicate.describe(
          "open connections",
          type ->
              type.getPackageName().startsWith("java.net.http")
                  || type.getPackageName().startsWith("org.apache.hc")
                  || (type.isAssignableTo(URLConnection.class)
                      && !type.isEquivalentTo(JarURLConnection.class))
                  || Set.of(
                          Socket.class.getName(),
                          ServerSocket.class.getName(),
                          DatagramSocket.class.getName(),
                          SocketChannel.class.getName(),
                          ServerSocketChannel.class.getName(),
                          DatagramChannel.class.getName(),
                          AsynchronousSocketChannel.class.getName(),
                          SocketFactory.class.getName())
                      .contains(type.getName()));

  private static final DescribedPredicate<JavaAccess<?>> RESOLVES_NAMES =
      DescribedPredicate.describe(
          "resolve names",
          access ->
              access.getTargetOwner().isAssignableTo(InetAddress.class)
                  && Set.of("getByName", "getAllByName", "getLocalHost", "getCanonicalHostName")
                      .contains(access.getTarget().getName()));

  /** Those that the class path hands out are harmless; those made from text are not. */
  private static final DescribedPredicate<JavaAccess<?>> MAKES_URLS =
      DescribedPredicate.describe(
          "make a java.net.URL",
          access ->
              (access.getTargetOwner().isEquivalentTo(URL.class)
                      && Set.of("<init>", "of").contains(access.getTarget().getName()))
                  || (access.getTargetOwner().isEquivalentTo(URI.class)
                      && access.getTarget().getName().equals("toURL")));

  @ArchTest
  static final ArchRule T55_only_egress_opens_connections =
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE)
          .should()
          .dependOnClassesThat(OPENS_CONNECTIONS);

  @ArchTest
  static final ArchRule T55_only_egress_resolves_names =
      noClasses().that().resideOutsideOfPackage(HERE).should().accessTargetWhere(RESOLVES_NAMES);

  @ArchTest
  static final ArchRule T41_nobody_makes_a_java_net_url =
      noClasses().should().accessTargetWhere(MAKES_URLS);

  @ArchTest
  static final ArchRule nobody_uses_java_serialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class);

  @ArchTest
  static final ArchRule egress_knows_nothing_of_the_rest_of_the_engine =
      noClasses()
          .that()
          .resideInAPackage(HERE)
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "belong to another package of Belfry",
                  type ->
                      type.getPackageName().startsWith("dev.belfry")
                          && !type.getPackageName().equals(HERE)));
}
