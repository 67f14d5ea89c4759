// Has the vendor's own template program fill in many templates, with a fixed seed, and writes what
// it gives: a line of JSON each, the first the context. The result is the test resource
// vendor-results.jsonl of dev.belfry.dialects.apify.template.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

const { WebhookPayloadTemplate } = createRequire(import.meta.url)('@apify/utilities');

let seed = 20261121;
const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff;
const one = (list) => list[Math.floor(random() * list.length)];

const context = {
  userId: 'u1', createdAt: '2030-01-02T03:04:05.678Z', eventType: 'ACTOR.RUN.FAILED',
  eventData: { actorId: 'a', n: 0, f: false, t: true, e: '', z: null, o: {}, arr: [1, { k: 'v' }, null, [2, [3]]] },
  resource: {
    id: 'r"q', list: [10, 20], big: 1e21, small: 1.5e-7, half: 0.1, neg: -3.25, back: 'a\\', text: 'see {{userId}}',
    'ü': '東\n', 7: 'seven', nested: { deep: { er: 'x' } }, many: 123456789012345680000, min: 5e-324,
  },
  globals: { dateISO: '2030-01-02T03:04:05.678Z', dateUnix: 1893553445 },
};
const allowed = new Set(Object.keys(context));
const names = ['userId', 'createdAt', 'eventType', 'eventData', 'resource', 'globals', 'eventData.n', 'eventData.f',
  'eventData.t', 'eventData.e', 'eventData.z', 'eventData.o', 'eventData.arr', 'eventData.arr.1.k', 'eventData.arr.9',
  'eventData.arr.length', 'resource.id', 'resource.list', 'resource.list.0', 'resource.big', 'resource.small',
  'resource.half', 'resource.neg', 'resource.back', 'resource.text', 'resource.7', 'resource.nested.deep',
  'resource.missing', 'resource.missing.deep', 'resource.min', 'globals.dateUnix', 'userId.x', 'resource.many'];
const odd = ['nope', ' userId ', '', 'resource.ü', 'user-id', '.', 'resource.', 'nope.x'];
const name = () => (random() < 0.93 ? one(names) : one(odd));
const text = () => {
  let out = '';
  for (let i = Math.floor(random() * 4); i >= 0; i--) {
    out += one(['x', ' ', '{{' + name() + '}}', '{{' + name() + '}}', '\\"', '\\\\', '\\n', '{{', '}}', 'é', '\\u0041']);
  }
  return '"' + (random() < 0.4 ? '{{' + name() + '}}' : out) + '"';
};
const value = (depth) => {
  const kind = random();
  if (kind < 0.4) return '{{' + name() + '}}';
  if (kind < 0.7) return text();
  if (kind < 0.8 || depth > 2) return one(['1', 'null', 'true', '-0', '1.50', '1e3', '12345678901234567890', '0.000001', '1e-9']);
  if (kind < 0.9) return '[' + list(depth) + ']';
  return object(depth);
};
const list = (depth) => Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1)).join(one([',', ', ']));
const object = (depth) => '{' + Array.from({ length: Math.floor(random() * 4) },
  () => one(['"a"', '"b"', '"10"', '"9"', text(), '"ü"']) + ':' + value(depth + 1)).join(one([',', ' ,\n  '])) + '}';
const damaged = (template) => {
  const at = Math.floor(random() * template.length);
  return random() < 0.5 ? template.slice(0, at) + template.slice(at + 1) : template.slice(0, at) + one(['"', '{', '}', ',', '\\']) + template.slice(at);
};
// Without a closing brace the vendor's program may never end.
const ends = (template) => template.lastIndexOf('}}') > template.lastIndexOf('{{') || !template.includes('{{');

const result = (template, variables, values, interpolateStrings) => {
  try {
    return { value: WebhookPayloadTemplate.parse(template, variables, values, { interpolateStrings }) };
  } catch (e) {
    return { fault: e.constructor.name.includes('Variable') ? 'VARIABLE' : 'JSON' };
  }
};
const lines = [JSON.stringify(context)];
while (lines.length <= 2500) {
  let t = random() < 0.7 ? object(0) : value(0);
  if (random() < 0.25) t = damaged(t);
  if (!ends(t)) continue;
  const i = random() < 0.5;
  const check = result(t, allowed, {}, false);
  const filled = result(t, null, context, i);
  lines.push(JSON.stringify({ t, i, c: check.fault ?? 'ok', r: filled.fault ?? JSON.stringify(filled.value) ?? 'null' }));
}
writeFileSync(process.argv[2], lines.join('\n') + '\n');
