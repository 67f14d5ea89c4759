// A receiver as Smartsheet's own pages show it: answers challenges, takes callbacks.
import { createServer } from 'node:http';
import { createHmac } from 'node:crypto';

export function startReceiver() {
  const requests = [];
  let answer = (request) => ({ status: 200 });
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const seen = { path: request.url, headers: request.headers, body, json: JSON.parse(body) };
      requests.push(seen);
      const challenge = request.headers['smartsheet-hook-challenge'];
      const { status, echo = true } = answer(seen);
      if (challenge && echo) {
        response.writeHead(status, { 'Smartsheet-Hook-Response': challenge });
      } else {
        response.writeHead(status);
      }
      response.end();
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        requests,
        url: (path) => `http://127.0.0.1:${server.address().port}${path}`,
        answerWith: (how) => { answer = how; },
        challenges: () => requests.filter((one) => one.headers['smartsheet-hook-challenge']),
        callbacks: () => requests.filter((one) => !one.headers['smartsheet-hook-challenge']),
        close: () => server.close(),
      });
    });
  });
}

/** As the vendor's JavaScript sample computes it. */
export function isSigned(request, secret) {
  return createHmac('sha256', secret).update(request.body).digest('hex')
    === request.headers['smartsheet-hmac-sha256'];
}

export async function until(what, condition, limit = 20_000) {
  const end = Date.now() + limit;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`not in time: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
