import pg from 'pg';
import { clientConfig, clientKind, type DatabaseAddress } from './database-address.ts';
import { toDatabaseFailure } from './database-failure.ts';

/**
 * Gives a role what the server needs of tables that belong to another: everything but to change or take back
 * what the audit says. Repeated at every start, since migrations bring tables.
 *
 * @param owner the role that owns the tables
 */
export async function grantRights(owner: DatabaseAddress, role: string): Promise<void> {
  const { Client } = clientKind(owner);
  const client = new Client({ ...clientConfig(owner), application_name: 'probity migrate' });
  client.on('error', () => undefined); // the statement under way fails with the same reason
  try {
    await client.connect();
    await client.query(rightsOf(client.escapeIdentifier(role)));
  } catch (error) {
    throw toDatabaseFailure(error, 'grant rights');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The role that a connection acts as. */
export async function roleOf(address: DatabaseAddress): Promise<string> {
  const { Client } = clientKind(address);
  const client = new Client({ ...clientConfig(address), application_name: 'probity migrate' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ role: string }>('select current_user as role');
    return rows[0]?.role ?? '';
  } catch (error) {
    throw toDatabaseFailure(error, 'find role');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Several statements, which PostgreSQL runs as one transaction. Two servers that start at once take turns. */
function rightsOf(role: string): string {
  return `
select pg_advisory_xact_lock(7078204513);
do $$ begin
  execute format('grant usage on schema %I, keyring, audit to %s', current_schema(), ${quoted(role)});
  execute format('grant select, insert, update, delete on all tables in schema %I, keyring to %s',
    current_schema(), ${quoted(role)});
end $$;
revoke update, delete, truncate on audit_event from ${role};
revoke insert, update, delete, truncate on schema_migration from ${role};
grant select on all tables in schema audit to ${role};
grant insert on audit.checkpoint, audit.checkpoint_end to ${role};
grant execute on function audit.take_ends(uuid, integer) to ${role};`;
}

function quoted(text: string): string {
  return pg.escapeLiteral(text);
}
