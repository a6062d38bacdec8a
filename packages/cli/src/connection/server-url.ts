import { WrongUsage } from '../terminal/refusal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = '8080';
const DEFAULT_HOST = '127.0.0.1';
/** A server that listens everywhere is reached here as well. */
const EVERYWHERE = ['', '0.0.0.0', '::', '0:0:0:0:0:0:0:0'];

/**
 * Where the server is: `PROBITY_URL`, else `PROBITY_PORT` on this machine, read as the server reads
 * it.
 *
 * @throws {@link WrongUsage} when what the environment says is no address
 */
export function serverUrl(env: Environment): string {
  const url = env.PROBITY_URL;
  return url === undefined || url === '' ? localUrl(env) : checkedUrl(url);
}

/** Whether the server is one that could be started here, rather than one named by its address. */
export function isServerOfThisMachine(env: Environment): boolean {
  return env.PROBITY_URL === undefined || env.PROBITY_URL === '';
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!isAddress) {
    throw new WrongUsage('PROBITY_URL must be an address such as http://127.0.0.1:8080.');
  }
  return text.replace(/\/+$/, '');
}

function localUrl(env: Environment): string {
  const port = env.PROBITY_PORT ?? DEFAULT_PORT;
  if (port === '0') {
    throw new WrongUsage('PROBITY_PORT=0 lets the system choose a port.', [
      'Set PROBITY_URL to the address that the server printed when it was ready.',
    ]);
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new WrongUsage('PROBITY_PORT must be a whole number from 1 to 65535.');
  }
  const host = env.PROBITY_HOST ?? DEFAULT_HOST;
  const reached = EVERYWHERE.includes(host) ? DEFAULT_HOST : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${Number(port)}`;
}
