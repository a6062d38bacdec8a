import { createServer } from 'node:http';
import * as operations from './operations.mjs';
import { isSigned, signed } from './signature.mjs';

/** A provider for Probity in plain Node: checks the signature, answers once per ask, calls back. */
const {
  PROVIDER_SECRET: secret = '',
  PROVIDER_PORT: port = '9090',
  CALLBACK_URL: callbackUrl,
} = process.env;
if (!secret.startsWith('whsec_')) {
  process.stderr.write('PROVIDER_SECRET must be whsec_ and 24 to 64 random bytes in base64.\n');
  process.exit(1);
}

const ANSWERS = {
  '/identity': operations.identity,
  '/documents': operations.documents,
  '/watchlist': operations.watchlist,
  '/fraud': operations.fraud,
  '/visa': operations.visa,
  '/lookup': operations.lookup,
  '/idv/start': operations.start,
  '/idv/submit': operations.submit,
  '/idv/result': operations.result,
};

/** Who asks twice under one key gets one answer. In service, keep them where restarts do not lose them. */
const answered = new Map();

async function callBack(sessionId) {
  if (!callbackUrl) return;
  const body = JSON.stringify({ sessionId });
  const headers = {
    'content-type': 'application/json',
    ...signed(secret, `done_${sessionId}`, body),
  };
  await fetch(callbackUrl, { method: 'POST', headers, body }).catch(() => undefined);
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy());
});

async function serve(request, response) {
  const send = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const body = await bodyOf(request);
  if (!isSigned(secret, request.headers, body)) return send(401, { error: 'bad signature' });
  const answer = ANSWERS[request.url];
  if (request.method !== 'POST' || !answer) return send(404, { error: 'no such operation' });
  const key = request.headers['idempotency-key'];
  if (!answered.has(key)) answered.set(key, answer(JSON.parse(body), callBack));
  const found = answered.get(key);
  if (found === undefined) return send(404, { error: 'no such session' });
  return send(found.pending ? 202 : 200, found);
}

server.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`Provider ready at http://127.0.0.1:${server.address().port}\n`);
});
process.on('SIGTERM', () => server.close());
