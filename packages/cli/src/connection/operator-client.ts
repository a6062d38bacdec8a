import { type Client, createClient } from '@probity/contract/client';
import type { Terminal } from '../terminal/terminal.ts';
import { operatorKey } from './data-folder.ts';
import { serverUrl } from './server-url.ts';

/** Calls the server as the operator of the installation. */
export async function operatorClient(terminal: Terminal): Promise<Client> {
  const url = serverUrl(terminal.env);
  return createClient({ url, operatorKey: await operatorKey(terminal), channel: 'cli' });
}
