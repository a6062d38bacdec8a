import type { EffectKind } from '../kernel/effect.ts';
import type { Commit, Committed } from './commit.ts';
import { CommitNotSent } from './commit-failure.ts';
import { CommitStatements, type Leaseholder } from './commit-statement.ts';
import type { Gate } from './gate.ts';
import { GroupCommit } from './group-commit.ts';

/** Group commit through the one statement that writes runs, memories and effects together. */
export function commitWriter(
  gate: Gate,
  kinds: readonly EffectKind[],
  holder: Leaseholder,
): GroupCommit {
  const statements = new CommitStatements(kinds, holder);

  const compose = (batch: readonly Commit[]) => {
    try {
      return statements.compose(batch);
    } catch (cause) {
      throw new CommitNotSent({ cause });
    }
  };
  return new GroupCommit({
    identities: (commit) => statements.identities(commit),
    write: async (batch) => {
      const { statement, parameters } = compose(batch);
      const rows = await gate.all(statement, parameters);
      return new Map<number, Committed>(
        rows.map((row) => [row.ordinal, { isActive: row.is_active, hasWaiting: row.has_waiting }]),
      );
    },
  });
}
