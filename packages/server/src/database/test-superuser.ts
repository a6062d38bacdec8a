import pg from 'pg';
import { clientConfig, type DatabaseAddress } from './database-address.ts';

/** Runs one statement outside of any transaction. */
export async function asSuperuser(address: DatabaseAddress, sql: string): Promise<void> {
  const client = new pg.Client(clientConfig(address));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The same server, another database. */
export function inDatabase(address: DatabaseAddress, database: string): DatabaseAddress {
  if (!('url' in address)) return { ...address, database };
  const url = new URL(address.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}
