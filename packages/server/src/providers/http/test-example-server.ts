import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(
  new URL('../../../../../examples/provider-server/server.mjs', import.meta.url),
);

export type ExampleServer = {
  readonly url: string;
  readonly secret: string;
  close(): Promise<void>;
};

/** Runs the example of a provider as a reader of its description would. */
export async function exampleServer(callbackUrl?: string): Promise<ExampleServer> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const server: ChildProcess = spawn(process.execPath, [SERVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PROVIDER_SECRET: secret,
      PROVIDER_PORT: '0',
      ...(callbackUrl !== undefined && { CALLBACK_URL: callbackUrl }),
    },
  });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  if (!server.stdout) throw new Error('It was started with a pipe.');
  for await (const line of createInterface(server.stdout)) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    return {
      url,
      secret,
      async close() {
        server.kill('SIGKILL');
        await exited;
      },
    };
  }
  throw new Error('The example server did not start.');
}
