import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

final class Drive {
  public static void main(String[] args) throws Exception {
    var failed = false;
    for (var line : Files.readAllLines(Path.of(args[0]))) {
      var v = line.split("\t");
      var headers = new HashMap<String, String>();
      var names = new String[] {"webhook-id", "webhook-timestamp", "webhook-signature"};
      for (int i = 0; i < names.length; i++) {
        if (!v[4 + i].equals("-")) {
          headers.put(names[i], v[4 + i]);
        }
      }
      var body = Base64.getDecoder().decode(v[7].equals("-") ? "" : v[7]);
      var now = Long.parseLong(v[3]);
      var genuine =
          v[2].startsWith("{")
              ? VerifyKeys.verify(keys(v[2]), headers, body, now)
              : Verify.verify(v[2], headers, body, now);
      if (genuine != v[1].equals("yes")) {
        System.out.println(v[0] + ": should be " + v[1]);
        failed = true;
      }
    }
    System.exit(failed ? 1 : 0);
  }

  private static List<String> keys(String jwks) {
    return Pattern.compile("\"x\":\"([^\"]+)\"")
        .matcher(jwks)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toList());
  }
}
