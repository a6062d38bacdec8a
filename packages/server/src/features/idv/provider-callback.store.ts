import { createHash } from 'node:crypto';
import { type SystemDb, systemStatement } from '../../kernel/statement.ts';

const INSERT = systemStatement<{ provider: string }>(
  'insert-provider-callback',
  `insert into provider_callback (provider, message_hash, received_at) values ($1, $2, $3)
   on conflict do nothing returning provider`,
);

/** Remembers a message, in the transaction of what it does; false where it has come before. */
export async function takeCallback(
  tx: SystemDb,
  { provider, messageId, at }: { provider: string; messageId: string; at: Date },
): Promise<boolean> {
  const hash = createHash('sha256').update(messageId).digest();
  return (await tx.one(INSERT, [provider, hash, at])) !== undefined;
}

const FORGET = systemStatement<never>(
  'forget-provider-callbacks',
  'delete from provider_callback where received_at < $1',
);

/** Forgets messages that are older than any wait for them. */
export async function forgetCallbacks(tx: SystemDb, before: Date): Promise<void> {
  await tx.all(FORGET, [before]);
}
