// 500 odd bodies, the same at every run. All are UTF-8, since that is all the libraries can verify.
const LIMIT = 1024 * 1024;

const text = (body) => ({ type: "text/plain; charset=utf-8", body: Buffer.from(body) });
const bytes = (body) => ({ type: "application/octet-stream", body: Buffer.from(body) });
const json = (body) => ({ type: "application/json", body: Buffer.from(body) });

const odd = [
  bytes(""),
  bytes("\0"),
  bytes("\0\0\0"),
  bytes("a\0b"),
  text(" "),
  text("\r\n"),
  text("line\rline\nline\r\n"),
  text("."),
  text("a.1614265330.b"),
  text("\ufeff{}"),
  text("\u2028\u2029"),
  text("ü€😀 אבג 漢字"),
  text("x".repeat(LIMIT)),
  bytes("€".repeat(Math.floor(LIMIT / 3))),
  json("{}"),
  json(' {"a" : 1.0e2,\r\n"b":"\\u00fc","c":"ü€😀"} '),
  json("[1,2.50,null]"),
  json('"' + "y".repeat(LIMIT - 2) + '"'),
  json("0"),
];

// A small generator of numbers (mulberry32), so that a failure can be repeated.
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function drawn(next) {
  const points = Array.from({ length: Math.floor(next() * 3000) }, () => {
    const point = Math.floor(next() * (next() < 0.5 ? 0x80 : 0x110000));
    return point >= 0xd800 && point <= 0xdfff ? 0x20 : point;
  });
  const body = String.fromCodePoint(...points);
  return next() < 0.3 ? json(JSON.stringify({ text: body, n: points.length })) : bytes(body);
}

export function bodies(count) {
  const next = numbers(58);
  return Array.from({ length: count }, (_, i) => odd[i] ?? drawn(next));
}
