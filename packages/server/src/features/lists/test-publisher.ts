import { once } from 'node:events';
import { createServer as createProxy, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { TEST_CERTIFICATE, TEST_KEY } from './test-certificate.ts';

/** A publisher on this machine that serves over HTTPS whatever a test wants. */
export type TestPublisher = {
  readonly url: string;
  /** The headers of each request, in order. */
  readonly requests: Array<Readonly<Record<string, unknown>>>;
  answerWith(listener: RequestListener): void;
  close(): Promise<void>;
};

export async function testPublisher(): Promise<TestPublisher> {
  let answer: RequestListener = (_request, response) => response.writeHead(404).end();
  const requests: Array<Readonly<Record<string, unknown>>> = [];
  const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, (request, response) => {
    requests.push(request.headers);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}/list.xml`,
    requests,
    answerWith(listener) {
      requests.length = 0;
      answer = listener;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A proxy that lets through what is asked of it, and remembers where to; or refuses everything. */
export async function testProxy({ refuses }: { refuses: boolean } = { refuses: false }) {
  const asked: string[] = [];
  const proxy = createProxy();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    if (refuses) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const port = Number(request.url?.split(':')[1]);
    const through = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close: () => proxy.close() };
}
