import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import { openApiDocument } from '@probity/contract/openapi';
import { requestCollection } from '@probity/contract/openapi/collection';
import type { FastifyInstance } from 'fastify';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Probity API reference</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <noscript>This page needs a script. The same facts are at <a href="/openapi.json">/openapi.json</a>.</noscript>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/reference.js"></script>
  </body>
</html>
`;

const SCRIPT = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });
`;

/** Everything the page shows comes from this server; the policy makes sure of it. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The API as a document at `/openapi.json`, as a page to read and try at `/docs`, and as requests to import
 * at `/collection.json`; what providers implement, as a document at `/provider-protocol.json`.
 */
export async function apiReferenceRoutes(
  app: FastifyInstance,
  version: string,
  providerProtocol: () => object,
): Promise<void> {
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  await app.register(fastifyStatic, {
    root: assets,
    prefix: '/docs/assets/',
    index: false,
    allowedPath: (path) => /^\/swagger-ui(-bundle)?[.](js|css)$/.test(path),
  });
  serveDocument(app, '/openapi.json', () => openApiDocument({ version }));
  serveDocument(app, '/collection.json', () => requestCollection({ version }));
  serveDocument(app, '/provider-protocol.json', providerProtocol);
  app.get('/docs', (_request, reply) =>
    reply.header('Content-Security-Policy', POLICY).type('text/html; charset=utf-8').send(PAGE),
  );
  app.get('/docs/reference.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(SCRIPT),
  );
}

/** Printed when it is first asked for: a server that nobody reads it on starts without it. */
function serveDocument(app: FastifyInstance, path: string, print: () => object): void {
  let text: string | undefined;
  app.get(path, (_request, reply) => {
    text ??= JSON.stringify(print());
    return reply.type('application/json; charset=utf-8').send(text);
  });
}
