import pg from 'pg';
import { DatabaseUnavailable, toDatabaseFailure } from './database-failure.ts';

/** A server of PostgreSQL on the network. */
type Place = { readonly host: string; readonly port: number };

/** Longest wait for one host to say whether it takes changes. */
const PROBE_MS = 4_000;

/** Resolves when the server of this connection takes changes. @throws {@link DatabaseUnavailable} */
async function assertWritable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ readonly: string }>(
    `select current_setting('transaction_read_only') as readonly`,
  );
  if (rows[0]?.readonly !== 'off') {
    throw new DatabaseUnavailable('it accepts no changes, as a standby does');
  }
}

/**
 * Knows which of several hosts takes changes, for as long as connections to it succeed. All are asked
 * at once, so that one which is silent holds nobody up.
 */
export class PrimaryFinder {
  readonly #configs: readonly pg.ClientConfig[];
  #looking: Promise<Place> | null = null;

  constructor(configs: readonly pg.ClientConfig[]) {
    this.#configs = configs;
  }

  /** @throws {@link DatabaseUnavailable} where none of the hosts takes changes. */
  locate(): Promise<Place> {
    if (this.#looking) return this.#looking;
    const looking = this.#ask();
    this.#looking = looking;
    looking.catch(() => this.forget(looking));
    return looking;
  }

  /** What was known is not so any more: the next who asks has everybody asked again. */
  forget(known: Promise<Place> | null = this.#looking): void {
    if (this.#looking === known) this.#looking = null;
  }

  async #ask(): Promise<Place> {
    try {
      return await Promise.any(this.#configs.map(probe));
    } catch (error) {
      const [first] = error instanceof AggregateError ? error.errors : [error];
      const cause = toDatabaseFailure(first, 'connect');
      throw new DatabaseUnavailable('none of its hosts takes changes', { cause });
    }
  }
}

async function probe(config: pg.ClientConfig): Promise<Place> {
  const client = new pg.Client({
    ...config,
    application_name: 'probity probe',
    connectionTimeoutMillis: PROBE_MS,
    query_timeout: PROBE_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await assertWritable(client);
    return { host: client.host, port: client.port };
  } finally {
    await client.end().catch(() => undefined);
  }
}

type Connected = (error: Error | null, client?: pg.Client) => void;

/** A kind of client that connects to whichever host takes changes, wherever its settings point. */
export function primaryClientOf(finder: PrimaryFinder): typeof pg.Client {
  return class PrimaryClient extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(callback: Connected): void;
    override connect(callback?: Connected): Promise<pg.Client> | undefined {
      const connecting = this.#connect();
      if (!callback) return connecting;
      connecting.then(
        (client) => callback(null, client),
        (error: Error) => callback(error),
      );
      return undefined;
    }

    async #connect(): Promise<pg.Client> {
      // Until the pool has the connection nobody else listens, and one that is lost would end the process.
      this.on('error', () => undefined);
      const known = finder.locate();
      Object.assign(this, await known);
      try {
        await super.connect();
        await assertWritable(this);
        return this;
      } catch (error) {
        finder.forget(known);
        this.end().catch(() => undefined);
        throw error;
      }
    }
  };
}
