import pg, { type ClientConfig } from 'pg';
import { readHostList } from './host-list.ts';
import { PrimaryFinder, primaryClientOf } from './primary-client.ts';

/** Where a PostgreSQL database is and who asks: a URL from the operator, or the parts of one. */
export type DatabaseAddress =
  | { readonly url: string }
  | {
      /** A host name, or the absolute path of the folder that holds the unix socket. */
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password?: string;
      readonly database: string;
      /** Settings of the session, as PostgreSQL's command line takes them. */
      readonly options?: string;
    };

/** The address in the words of `pg`; of several hosts, the first. */
export function clientConfig(address: DatabaseAddress): ClientConfig {
  if (!('url' in address)) return { ...address, ssl: false };
  return { connectionString: readHostList(address.url)?.urls[0] ?? address.url };
}

/** How connections to an address are made. */
export type ClientKind = {
  readonly Client: typeof pg.Client;
  /** What was learnt about hosts is forgotten: a connection was lost. */
  forget(): void;
};

/** Where the address names several hosts, or wants one that takes changes, connections go to that one. */
export function clientKind(address: DatabaseAddress): ClientKind {
  const list = 'url' in address ? readHostList(address.url) : undefined;
  if (!list || (list.urls.length === 1 && list.wish === undefined)) {
    return { Client: pg.Client, forget: () => undefined };
  }
  const finder = new PrimaryFinder(list.urls.map((url) => ({ connectionString: url })));
  return { Client: primaryClientOf(finder), forget: () => finder.forget() };
}
