import { describe, expect, it } from 'vitest';
import {
  readStatement,
  type SystemDb,
  type TenantDb,
  writeStatement,
} from '../kernel/statement.ts';

describe('a statement about tenants', () => {
  it.each([
    'select * from individual',
    'select * from individual where tenant_id = $1',
    'select * from individual where tenant_id = any($2)',
    'select * from individual where id = any($1)',
    'select tenant_id from individual',
    'select * from individual where tenant_id <> all($1)',
  ])('cannot be declared to read as "%s"', (text) => {
    expect(() => readStatement('careless', text)).toThrow(
      'Statement careless reads without its tenants',
    );
  });

  it.each([
    'delete from individual where id = $2',
    'delete from individual where tenant_id = $2',
    'update individual set state = $1',
    'insert into individual (tenant_id) values ($10)',
    'delete from individual',
  ])('cannot be declared to write as "%s"', (text) => {
    expect(() => writeStatement('careless', text)).toThrow(
      'Statement careless writes without its tenant',
    );
  });

  it.each([
    'select * from a where tenant_id = any($1)',
    'select * from a where a.tenant_id = any ($1::uuid[]) and id = $2',
  ])('can be declared to read as "%s"', (text) => {
    expect(readStatement('careful', text)).toEqual({ scope: 'read', name: 'careful', text });
  });

  it('does not fit the door across tenants, nor the other way round', () => {
    // The compiler is the proof: each of these lines is an error that it must report.
    const doors = (system: SystemDb, tenant: TenantDb) => [
      // @ts-expect-error A tenant's statement needs a tenant.
      () => system.all(readStatement('read', 'tenant_id = any($1)')),
      // @ts-expect-error A statement across tenants has no place behind a tenant's door.
      () => tenant.all({ scope: 'system', name: 'system', text: 'select 1' }),
      // @ts-expect-error Text alone is no statement.
      () => tenant.all('select * from individual'),
    ];

    expect(doors).toBeTypeOf('function');
  });
});
