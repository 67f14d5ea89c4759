package dev.belfry.engine.egress;

import java.util.List;

/** Answers of receivers that are broken or hostile, for T27. */
final class MalformedHeads {

  private static final String OK = "HTTP/1.1 200 OK\r\n";

  static final List<String> BAD =
      List.of(
          // not a status line
          "hello\r\n\r\n",
          "<html>hello</html>\n",
          "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
          " HTTP/1.1 200 OK\r\n\r\n",
          "HTTP/0.9 200 OK\r\n\r\n",
          "HTTP/1.2 200 OK\r\n\r\n",
          "HTTP/2 200\r\n\r\n",
          "HTTP/2.0 200 OK\r\n\r\n",
          "HTTP/11 200 OK\r\n\r\n",
          "HTTP/1.1200 OK\r\n\r\n",
          "HTTP/1.1\t200 OK\r\n\r\n",
          "HTTP/1.1  200 OK\r\n\r\n",
          "http/1.1 200 OK\r\n\r\n",
          "ICY 200 OK\r\n\r\n",
          "SSH-2.0-OpenSSH_9.2\r\n\r\n",
          "220 mail.example.com ESMTP\r\n",
          "-ERR unknown command\r\n",
          "HTTP/1.1\r\n\r\n",
          "HTTP/1.1 \r\n\r\n",
          "\u0015\u0003\u0001\u0000\u0002\u0002\n\n",
          // status
          "HTTP/1.1 000 No\r\n\r\n",
          "HTTP/1.1 099 No\r\n\r\n",
          "HTTP/1.1 600 No\r\n\r\n",
          "HTTP/1.1 999 No\r\n\r\n",
          "HTTP/1.1 20 OK\r\n\r\n",
          "HTTP/1.1 2000 OK\r\n\r\n",
          "HTTP/1.1 2x0 OK\r\n\r\n",
          "HTTP/1.1 -20 OK\r\n\r\n",
          "HTTP/1.1 +20 OK\r\n\r\n",
          "HTTP/1.1 OK 200\r\n\r\n",
          "HTTP/1.1 \u0662\u0660\u0660 OK\r\n\r\n",
          "HTTP/1.1 200 O\u0000K\r\n\r\n",
          "HTTP/1.1 200 O\rK\r\n\r\n",
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
          "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(20),
          "HTTP/1.1 100 Continue\r\n\r\n".repeat(100_000),
          // header lines
          OK + "no colon\r\n\r\n",
          OK + ": no name\r\n\r\n",
          OK + "Name : space before colon\r\n\r\n",
          OK + " folded: first\r\n\r\n",
          OK + "A: b\r\n folded\r\n\r\n",
          OK + "A: b\r\n\tfolded\r\n\r\n",
          OK + "A\u0000: b\r\n\r\n",
          OK + "A: b\u0000c\r\n\r\n",
          OK + "A: b\rc\r\n\r\n",
          OK + "A(b): c\r\n\r\n",
          OK + "\u00e9: c\r\n\r\n",
          OK + "A: b\u0007\r\n\r\n",
          OK + "A: b\u007f\r\n\r\n",
          // two readings of the length
          OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
          OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nxx",
          OK + "Content-Length: 2, 2\r\n\r\nxx",
          OK + "Content-Length: -1\r\n\r\n",
          OK + "Content-Length: +1\r\n\r\nx",
          OK + "Content-Length: 0x1\r\n\r\nx",
          OK + "Content-Length: 1.0\r\n\r\nx",
          OK + "Content-Length: 1 1\r\n\r\nx",
          OK + "Content-Length:\r\n\r\n",
          OK + "Content-Length: \u0661\r\n\r\nx",
          OK + "Content-Length: 9223372036854775808\r\n\r\n",
          OK + "Content-Length: 99999999999999999999999\r\n\r\n",
          OK + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          OK + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n",
          OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
          OK + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
          OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          OK + "Transfer-Encoding: identity\r\n\r\n",
          OK + "Transfer-Encoding: xchunked\r\n\r\n",
          OK + "Transfer-Encoding:\r\n\r\n",
          "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          // too much
          OK + "A: " + "x".repeat(1 << 20) + "\r\n\r\n",
          "HTTP/1.1 200 " + "x".repeat(1 << 20) + "\r\n\r\n",
          OK + "x".repeat(1 << 20) + ": a\r\n\r\n",
          OK + "A: b\r\n".repeat(100_000) + "\r\n",
          OK + "A: b\r\n".repeat(1001) + "\r\n",
          OK + ("A: " + "x".repeat(8000) + "\r\n").repeat(1000) + "\r\n");

  /** After a good status line: heads that are complete, bodies that are not. */
  static final List<String> BROKEN_BODIES =
      List.of(
          "Content-Length: 10\r\n\r\n12345",
          "Content-Length: 1\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
          "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
          "Transfer-Encoding: chunked\r\n\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n;a=b\r\n",
          "Transfer-Encoding: chunked\r\n\r\n5\r\n123",
          "Transfer-Encoding: chunked\r\n\r\n5\r\n1234567\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n5\n12345\n0\n\n",
          "Transfer-Encoding: chunked\r\n\r\n5;a=b\n12345\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n123456789\r\nx",
          "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n",
          "Transfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(200_000) + "\r\n1\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(10_000) + "\r\n",
          "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(50_000) + "0\r\n\r\n");

  /** Complete answers, after which bytes come that nobody asked for. */
  static final List<String> STRAY_BYTES =
      List.of(
          "204 No Content\r\n\r\nbody",
          "204 No Content\r\nContent-Length: 4\r\n\r\nbody",
          "204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n",
          "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nmore");

  private MalformedHeads() {}
}
