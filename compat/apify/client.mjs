// Does with the official client what it can do with webhooks, and checks each answer.
//
//   node client.mjs URL KEY
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { ApifyApiError, ApifyClient } from 'apify-client';

const [url, token] = process.argv.slice(2);
const options = { baseUrl: `${url}/apify`, maxRetries: 1, minDelayBetweenRetriesMillis: 10 };
const client = new ApifyClient({ token, ...options });
const ACTOR = 'Aa1Bb2Cc3Dd4Ee5Ff';
const NOBODY = 'A'.repeat(17);

const received = [];
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  received.push({ headers: request.headers, url: request.url, body: Buffer.concat(chunks).toString() });
  response.writeHead(200).end('thanks');
});
await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const requestUrl = `http://127.0.0.1:${receiver.address().port}/hook?k=1`;
const wanted = { eventTypes: ['ACTOR.RUN.SUCCEEDED'], condition: { actorId: ACTOR }, requestUrl };

const until = async (look) => {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen in 20 s');
};
const send = async (type, data) => {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type, data }),
  });
  assert.equal(answer.status, 202, await answer.text());
};
const fails = async (promise, statusCode, type) => {
  const error = await promise.then(() => assert.fail('it should fail'), (e) => e);
  assert.ok(error instanceof ApifyApiError, String(error));
  assert.equal(error.statusCode, statusCode);
  assert.equal(error.type, type);
  assert.equal(error.attempt, 1);
};

let webhook;
const checks = {
  'create, then get': async () => {
    webhook = await client.webhooks().create(wanted);
    assert.ok(webhook.createdAt instanceof Date);
    assert.deepEqual(await client.webhook(webhook.id).get(), webhook);
  },
  'the same key twice': async () => {
    const before = (await client.webhooks().list()).total;
    const first = await client.webhooks().create({ ...wanted, idempotencyKey: 'k' });
    const second = await client.webhooks().create({ ...wanted, idempotencyKey: 'k' });
    assert.equal(first.id, second.id);
    assert.equal((await client.webhooks().list()).total, before + 1);
    await client.webhook(first.id).delete();
  },
  'a long template, compressed by the client': async () => {
    const payloadTemplate = `{"r":{{resource.id}},"text":"${'the quick brown Füchse '.repeat(90)}"}`;
    const made = await client.webhooks().create({ ...wanted, payloadTemplate });
    assert.equal(made.payloadTemplate, payloadTemplate);
    await client.webhook(made.id).delete();
  },
  'paging and iterating': async () => {
    const ids = [];
    for (let i = 0; i < 5; i++) ids.push((await client.webhooks().create(wanted)).id);
    const page = await client.webhooks().list({ limit: 2, offset: 1, desc: true });
    assert.deepEqual(page.items.map((one) => one.id), [ids[3], ids[2]]);
    const seen = [];
    for await (const one of client.webhooks().list()) seen.push(one.id);
    assert.deepEqual(seen, [webhook.id, ...ids]);
    for (const id of ids) await client.webhook(id).delete();
  },
  'update': async () => {
    const after = await client.webhook(webhook.id).update({ description: 'd' });
    assert.equal(after.description, 'd');
    assert.equal(after.requestUrl, requestUrl);
  },
  'test, and its dispatch': async () => {
    const begun = await client.webhook(webhook.id).test();
    assert.ok(Array.isArray(begun.calls));
    const ended = await until(async () => {
      const one = await client.webhookDispatch(begun.id).get();
      return one.status !== 'ACTIVE' && one;
    });
    assert.equal(ended.status, 'SUCCEEDED');
    assert.equal(ended.calls[0].responseBody, 'thanks');
    const got = received.find((one) => one.headers['x-apify-webhook-dispatch-id'] === begun.id);
    assert.equal(typeof JSON.parse(got.body).resource.joke, 'string');
  },
  'an event, delivered as the vendor does': async () => {
    const eventData = { actorId: ACTOR, actorRunId: 'Rr1Uu2Nn3Rr4Uu5Nn' };
    await send('ACTOR.RUN.SUCCEEDED', { eventData, resource: { id: 'Rr1Uu2Nn3Rr4Uu5Nn' } });
    const got = await until(() => received.find((one) => one.body.includes('ACTOR.RUN.SUCCEEDED')));
    assert.equal(got.headers['content-type'], 'application/json');
    assert.equal(got.headers['x-apify-webhook'], 'yo');
    assert.equal(got.url, '/hook?k=1');
    const dispatch = await client.webhookDispatch(got.headers['x-apify-webhook-dispatch-id']).get();
    assert.deepEqual(dispatch.eventData, eventData);
    assert.equal(JSON.parse(got.body).createdAt, dispatch.createdAt.toISOString());
    const list = await client.webhook(webhook.id).dispatches().list({ limit: 1, desc: true });
    assert.equal(list.items[0].id, dispatch.id);
    assert.ok((await client.webhookDispatches().list()).total >= 2);
  },
  'the same in our own API': async () => {
    const own = async (path, options = {}) => {
      const answer = await fetch(url + path, { ...options, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
      return { status: answer.status, body: await answer.json() };
    };
    const listed = (await own('/v1/webhooks?dialect=apify')).body.data.find((one) => one.vendorId === webhook.id);
    assert.equal(listed.dialect, 'apify');
    assert.equal(listed.state, 'active');
    assert.equal((await own(`/v1/webhooks/${listed.id}`, { method: 'PATCH', body: '{"name":"ours"}' })).body.name, 'ours');
    assert.equal((await own(`/v1/webhooks/${listed.id}`, { method: 'PATCH', body: '{"types":["*"]}' })).status, 409);
    await client.webhook(webhook.id).update({ description: 'still' });
    assert.equal((await own(`/v1/webhooks/${listed.id}`)).body.name, 'ours');
    const dispatches = (await client.webhook(webhook.id).dispatches().list()).items.map((one) => one.id).sort();
    const deliveries = (await own(`/v1/deliveries?webhook=${listed.id}`)).body.data.map((one) => one.vendorId).sort();
    assert.deepEqual(deliveries, dispatches);
  },
  'a webhook that is off gets nothing': async () => {
    await client.webhook(webhook.id).update({ isEnabled: false });
    const before = (await client.webhook(webhook.id).dispatches().list()).total;
    await send('ACTOR.RUN.SUCCEEDED', { eventData: { actorId: ACTOR, actorRunId: NOBODY } });
    assert.equal((await client.webhook(webhook.id).dispatches().list()).total, before);
    await client.webhook(webhook.id).update({ isEnabled: true });
  },
  'ad-hoc webhooks of a run': async () => {
    const run = await client.actor('jane/my-actor').start({ a: 1 }, {
      webhooks: [{ eventTypes: ['ACTOR.RUN.FAILED'], requestUrl, payloadTemplate: '{"r":{{resource.id}}}' }],
    });
    assert.equal(run.status, 'READY');
    await send('ACTOR.RUN.FAILED', { eventData: { actorRunId: run.id } });
    await until(() => received.find((one) => one.body === `{"r":"${run.id}"}`));
    assert.equal((await client.run(run.id).get()).status, 'FAILED');
  },
  'a request line of 60 KiB': async () => {
    const items = Array.from({ length: 100 }, (_, i) => ({
      eventTypes: ['ACTOR.RUN.ABORTED'], requestUrl: `${requestUrl}&n=${i}`, payloadTemplate: `{"n":"${'x'.repeat(330)}"}`,
    }));
    const run = await client.actor(ACTOR).start(undefined, { webhooks: items });
    const adHoc = (await client.webhooks().list()).items.filter((one) => one.condition.actorRunId === run.id);
    assert.equal(adHoc.length, items.length);
    for (const one of adHoc) await client.webhook(one.id).delete();
  },
  'a start that is repeated with a key': async () => {
    const webhooks = [{ eventTypes: ['ACTOR.RUN.FAILED'], requestUrl, idempotencyKey: 'start-1' }];
    const before = (await client.webhooks().list()).total;
    await client.task('jane/my-task').start(undefined, { webhooks });
    await client.task('jane/my-task').start(undefined, { webhooks });
    assert.equal((await client.webhooks().list()).total, before + 1);
  },
  'the webhooks of an Actor and of a task': async () => {
    const task = await client.webhooks().create({ ...wanted, condition: { actorTaskId: 'B'.repeat(17) } });
    const ofActor = await client.actor(ACTOR).webhooks().list();
    assert.deepEqual(ofActor.items.map((one) => one.id), [webhook.id]);
    const ofTask = await client.task('B'.repeat(17)).webhooks().list();
    assert.deepEqual(ofTask.items.map((one) => one.id), [task.id]);
    await fails(client.actor(ACTOR).webhooks().create(wanted), 405, 'method-not-allowed');
  },
  'what is not there': async () => {
    assert.equal(await client.webhook(NOBODY).get(), undefined);
    await client.webhook(NOBODY).delete();
    await fails(client.webhook(NOBODY).update({}), 404, 'record-not-found');
  },
  'bad input and bad tokens': async () => {
    await fails(client.webhooks().create({}), 400, 'schema-validation');
    await fails(client.webhooks().create(), 400, 'schema-validation');
    await fails(new ApifyClient({ token: 'x', ...options }).webhooks().list(), 401, 'user-or-token-not-found');
    await fails(new ApifyClient(options).webhooks().list(), 401, 'token-not-provided');
  },
  'delete': async () => {
    await client.webhook(webhook.id).delete();
    assert.equal(await client.webhook(webhook.id).get(), undefined);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
  } catch (error) {
    failed++;
    console.error(`failed: ${name}\n${error.stack}`);
  }
}
receiver.close();
receiver.closeAllConnections();
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
