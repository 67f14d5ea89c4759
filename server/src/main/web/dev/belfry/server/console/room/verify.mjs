import { createHmac, timingSafeEqual } from 'node:crypto';

// headers: names in lower case; body: the bytes as they came in
export function verify(secret, headers, body, now = Date.now() / 1000) {
  const id = headers['webhook-id'], at = headers['webhook-timestamp'];
  if (!id || Math.abs(now - Number(at)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const good = createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const given = Buffer.from(one.startsWith('v1,') ? one.slice(3) : '', 'base64');
    return given.length === good.length && timingSafeEqual(given, good);
  });
}
