import type {
  Parameter,
  SystemDb,
  SystemStatement,
  TenantDb,
  TenantScope,
  TenantStatement,
} from '../kernel/statement.ts';
import type { Session } from './session.ts';

/** The door across tenants. */
export function systemDb(session: Session): SystemDb {
  const all = <Row>(statement: SystemStatement<Row>, parameters: readonly Parameter[] = []) =>
    session.run<Row>(statement, parameters);
  return {
    isTransaction: session.isTransaction,
    all,
    one: async (statement, parameters) => (await all(statement, parameters))[0],
    inTransaction: (work) => session.inTransaction((tx) => work(systemDb(tx))),
    forTenant: (scope) => tenantDb(session, scope),
  };
}

/** The door for one tenant: it alone puts the tenants into `$1`, so no caller can put others. */
function tenantDb(session: Session, scope: TenantScope): TenantDb {
  const all = <Row>(statement: TenantStatement<Row>, parameters: readonly Parameter[] = []) => {
    const tenants = statement.scope === 'read' ? scope.readable : scope.own;
    return session.run<Row>(statement, [tenants, ...parameters]);
  };
  return {
    scope,
    isTransaction: session.isTransaction,
    all,
    one: async (statement, parameters) => (await all(statement, parameters))[0],
    inTransaction: (work) => session.inTransaction((tx) => work(tenantDb(tx, scope))),
  };
}
