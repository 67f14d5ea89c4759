// The reference's acceptance script (B.4) with Smartsheet's JavaScript client, unmodified.
// usage: node accept.mjs <url> <key>
import assert from 'node:assert/strict';
import smartsheet from 'smartsheet';
import { isSigned, startReceiver, until } from './receiver.mjs';

const [url, key] = process.argv.slice(2);
const SHEET = 3126442859128708;
const PLAN = 1893456712345476;
const client = smartsheet.createClient({ accessToken: key, baseUrl: `${url}/smartsheet/2.0/` });
const hooks = client.webhooks;
const receiver = await startReceiver();
let passed = 0;
let failed = 0;

async function check(name, work) {
  try {
    await work();
    passed += 1;
  } catch (fault) {
    failed += 1;
    console.error(`FAILED: ${name}\n  ${fault.stack ?? JSON.stringify(fault)}`);
  }
}

async function fire(type, subject, data) {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type, subject, data }),
  });
  assert.equal(response.status, 202);
  return (await response.json()).deliveries;
}

async function nextCallback(before) {
  await until('a callback', () => receiver.callbacks().length > before);
  return receiver.callbacks()[before];
}

const sheet = (path, more = {}) => ({
  name: 'orders', callbackUrl: receiver.url(path), scope: 'sheet', scopeObjectId: SHEET,
  events: ['*.*'], version: 1, ...more,
});
const refused = (promise, statusCode, errorCode) => assert.rejects(promise, (fault) => {
  assert.equal(fault.statusCode, statusCode);
  assert.equal(fault.errorCode, errorCode);
  assert.match(fault.refId, /^[0-9a-z]{6,12}$/);
  return true;
});

let id;
await check('create, get and list', async () => {
  const made = await hooks.createWebhook({ body: sheet('/one') });
  assert.equal(made.message, 'SUCCESS');
  assert.equal(made.resultCode, 0);
  id = made.result.id;
  assert.ok(Number.isSafeInteger(id));
  assert.equal(made.result.status, 'NEW_NOT_VERIFIED');
  assert.deepEqual(await hooks.getWebhook({ webhookId: id }), made.result);
  const page = await hooks.listWebhooks();
  assert.equal(page.totalCount, -1);
  assert.ok(page.data.some((one) => one.id === id));
  const second = await hooks.listWebhooks({ queryParameters: { page: 2, pageSize: 50, includeAll: false } });
  assert.equal(second.pageNumber, 2);
  assert.deepEqual(second.data, []);
});

await check('update the name', async () => {
  const after = await hooks.updateWebhook({ webhookId: id, body: { name: 'n2' } });
  assert.equal(after.result.name, 'n2');
});

await check('enable against a receiver that echoes', async () => {
  const after = await hooks.updateWebhook({ webhookId: id, body: { enabled: true } });
  assert.equal(after.result.enabled, true);
  assert.equal(after.result.status, 'ENABLED');
  assert.equal(receiver.challenges().length, 1);
});

await check('an event, signed', async () => {
  const { sharedSecret } = await hooks.getWebhook({ webhookId: id });
  assert.equal(await fire('row.created', `sheet/${SHEET}`, { id: 7, userId: 9 }), 1);
  const callback = await nextCallback(0);
  assert.ok(isSigned(callback, sharedSecret));
  assert.equal(callback.json.webhookId, id);
  assert.equal(callback.json.events[0].objectType, 'row');
});

await check('disable, reset the secret, enable again, another event', async () => {
  const off = await hooks.updateWebhook({ webhookId: id, body: { enabled: false } });
  assert.equal(off.result.status, 'DISABLED_BY_OWNER');
  const { result } = await hooks.resetSharedSecret({ webhookId: id });
  const on = await hooks.updateWebhook({ webhookId: id, body: { enabled: true } });
  assert.equal(on.result.status, 'ENABLED');
  const before = receiver.callbacks().length;
  await fire('cell.updated', `sheet/${SHEET}`, { rowId: 7, columnId: 8, userId: 9 });
  assert.ok(isSigned(await nextCallback(before), result.sharedSecret));
});

await check('delete', async () => {
  assert.deepEqual(await hooks.deleteWebhook({ webhookId: id }), { message: 'SUCCESS', resultCode: 0 });
  await refused(hooks.getWebhook({ webhookId: id }), 404, 1006);
});

await check('a plan webhook with custom headers', async () => {
  const made = await hooks.createWebhook({
    body: {
      name: 'seats', callbackUrl: receiver.url('/plan'), scope: 'plan', scopeObjectId: PLAN,
      events: ['user.seatType.*'], version: 1, customHeaders: { 'X-Api-Key': 'k1', 'X-Env': 'prod' },
    },
    customProperties: { 'smartsheet-integration-source': 'APPLICATION,Acme,Orders' },
  });
  const before = receiver.callbacks().length;
  await hooks.updateWebhook({ webhookId: made.result.id, body: { enabled: true } });
  await fire('user.seatType.updated', `plan/${PLAN}`, { id: 5, seatType: 'MEMBER' });
  for (const request of [receiver.challenges().at(-1), await nextCallback(before)]) {
    assert.equal(request.headers['x-api-key'], 'k1');
    assert.equal(request.headers['x-env'], 'prod');
  }
  await hooks.deleteWebhook({ webhookId: made.result.id });
});

await check('enable against a receiver that answers 500', async () => {
  receiver.answerWith(() => ({ status: 500 }));
  const made = await hooks.createWebhook({ body: sheet('/bad') });
  const after = await hooks.updateWebhook({ webhookId: made.result.id, body: { enabled: true } });
  assert.equal(after.message, 'SUCCESS');
  assert.equal(after.result.enabled, false);
  assert.equal(after.result.status, 'DISABLED_VERIFICATION_FAILED');
  assert.match(after.result.disabledDetails, /^Request returned HTTP status code 500 \(ref id: /);
  receiver.answerWith(() => ({ status: 200, echo: false }));
  const silent = await hooks.updateWebhook({ webhookId: made.result.id, body: { enabled: true } });
  assert.equal(silent.result.status, 'DISABLED_VERIFICATION_FAILED');
  receiver.answerWith(() => ({ status: 200 }));
  await hooks.deleteWebhook({ webhookId: made.result.id });
});

await check('errors', async () => {
  await refused(hooks.createWebhook({ body: { ...sheet('/x'), version: 2 } }), 400, 1031);
  await refused(hooks.createWebhook({ body: { name: 'x' } }), 400, 1012);
  await refused(hooks.updateWebhook({ webhookId: 8444254503626628, body: {} }), 404, 1006);
  const stranger = smartsheet.createClient({ accessToken: 'nobody', baseUrl: `${url}/smartsheet/2.0/` });
  await refused(stranger.webhooks.listWebhooks(), 401, 1002);
});

await check('101 callbacks, and a second challenge before the last', async () => {
  const made = await hooks.createWebhook({ body: sheet('/many') });
  await hooks.updateWebhook({ webhookId: made.result.id, body: { enabled: true } });
  const here = (requests) => requests.filter((one) => one.path === '/many');
  for (let i = 1; i <= 101; i += 1) {
    await fire('row.created', `sheet/${SHEET}`, { id: i, userId: 9 });
    await until(`callback ${i}`, () => here(receiver.callbacks()).length === i);
  }
  assert.equal(here(receiver.challenges()).length, 2);
  assert.ok(here(receiver.requests).at(-2).headers['smartsheet-hook-challenge']);
  await hooks.deleteWebhook({ webhookId: made.result.id });
});

// First until the rate is used up, then as the client goes on: it waits and tries again by itself.
await check('more requests than the rate allows', async () => {
  const list = () => fetch(`${url}/smartsheet/2.0/webhooks`, {
    headers: { authorization: `Bearer ${key}` },
  });
  let refusal;
  for (let turn = 0; turn < 100 && !refusal; turn += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, list));
    refusal = answers.find((answer) => answer.status !== 200);
  }
  assert.equal(refusal.status, 429);
  assert.equal((await refusal.json()).errorCode, 4003);
  const pages = await Promise.all(Array.from({ length: 10 }, () => hooks.listWebhooks()));
  assert.ok(pages.every((page) => page.pageNumber === 1));
});

receiver.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
