import type { SystemDb, TenantDb } from '../packages/server/src/kernel/statement.ts';

type Cost = { count: number; milliseconds: number };

/** A database that notes how long each statement takes, by its name. */
export function timedDb(db: SystemDb) {
  const costs = new Map<string, Cost>();
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      const cost = costs.get(name) ?? { count: 0, milliseconds: 0 };
      cost.count++;
      cost.milliseconds += performance.now() - startedAt;
      costs.set(name, cost);
    }
  };
  const wrapTenant = (inner: TenantDb): TenantDb => ({
    ...inner,
    scope: inner.scope,
    isTransaction: inner.isTransaction,
    all: (statement, parameters) => timed(statement.name, () => inner.all(statement, parameters)),
    one: (statement, parameters) => timed(statement.name, () => inner.one(statement, parameters)),
    inTransaction: (work) => inner.inTransaction((tx) => work(wrapTenant(tx))),
  });
  const wrap = (inner: SystemDb): SystemDb => ({
    ...inner,
    isTransaction: inner.isTransaction,
    all: (statement, parameters) => timed(statement.name, () => inner.all(statement, parameters)),
    one: (statement, parameters) => timed(statement.name, () => inner.one(statement, parameters)),
    inTransaction: (work) => inner.inTransaction((tx) => work(wrap(tx))),
    forTenant: (scope) => wrapTenant(inner.forTenant(scope)),
  });
  return {
    db: wrap(db),
    reset: () => costs.clear(),
    /** How many statements there were since the last reset. */
    statements: () => [...costs.values()].reduce((sum, { count }) => sum + count, 0),
    /** One line a statement, the dearest first, as shares of so many executions. */
    lines: (executions: number): string[] =>
      [...costs]
        .sort(([, a], [, b]) => b.milliseconds - a.milliseconds)
        .map(([name, { count, milliseconds }]) => {
          const mean = (milliseconds / count).toFixed(2);
          return `${mean.padStart(7)} ms × ${(count / executions).toFixed(2)}  ${name}`;
        }),
  };
}
