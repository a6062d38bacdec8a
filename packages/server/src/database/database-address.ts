import type { ClientConfig } from 'pg';

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

/** The address in the words of `pg`. */
export function clientConfig(address: DatabaseAddress): ClientConfig {
  if ('url' in address) return { connectionString: address.url };
  return { ...address, ssl: false };
}
