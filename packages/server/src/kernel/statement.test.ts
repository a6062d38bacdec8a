import { describe, expect, it } from 'vitest';
import { readStatement, systemStatement, writeStatement } from './statement.ts';

describe('a statement that reads', () => {
  it.each([
    'select 1 from t where tenant_id = any($1)',
    'select 1 from t where t.tenant_id = any($1::uuid[]) and a = $2',
    'SELECT 1 FROM t WHERE TENANT_ID = ANY ($1)',
  ])('names its tenants: %s', (text) => {
    expect(readStatement('name', text)).toEqual({ scope: 'read', name: 'name', text });
  });

  it.each([
    'select 1 from t',
    'select 1 from t where a = $1',
    'select tenant_id from t where entity_id = any($1)',
    'select 1 from t where tenant_id = $1',
    'select 1 from t where tenant_id = any($2)',
    'select 1 from t where tenant_id <> all($1)',
    'select 1 from t where tenant_id = any($10)',
  ])('is refused without them: %s', (text) => {
    expect(() => readStatement('careless', text)).toThrow('careless');
  });
});

describe('a statement that writes', () => {
  it.each([
    'update t set a = $2 where tenant_id = $1::uuid',
    'insert into t (tenant_id, a) values ($1, $2)',
    'delete from t where tenant_id = $1',
  ])('names its tenant: %s', (text) => {
    expect(writeStatement('name', text)).toEqual({ scope: 'write', name: 'name', text });
  });

  it.each([
    'update t set a = $1',
    'delete from t where tenant_id = $2',
    'delete from t where tenant_id = $12',
    'delete from t',
  ])('is refused without it: %s', (text) => {
    expect(() => writeStatement('careless', text)).toThrow('careless');
  });
});

it('is let across tenants only by the name of doing so', () => {
  expect(systemStatement('name', 'select 1')).toMatchObject({ scope: 'system' });
});
