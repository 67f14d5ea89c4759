import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;

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
      if (Verify.verify(v[2], headers, body, Long.parseLong(v[3])) != v[1].equals("yes")) {
        System.out.println(v[0] + ": should be " + v[1]);
        failed = true;
      }
    }
    System.exit(failed ? 1 : 0);
  }
}
