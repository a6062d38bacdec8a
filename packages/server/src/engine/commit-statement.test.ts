import { describe, expect, it } from 'vitest';
import type { EffectKind } from '../kernel/effect.ts';
import type { Commit } from './commit.ts';
import { CommitStatements } from './commit-statement.ts';

const HOLDER = { nodeId: 'node', leaseMs: 1000 };

function kind(name: string, more: Partial<EffectKind> = {}): EffectKind {
  return { name, columns: 'a text', sql: (rows) => `insert into t select a from ${rows}`, ...more };
}

function commitOf(...effects: string[]): Commit {
  const rows = effects.map((name) => [name, [{ a: name }]]);
  const key = { tenantId: 't', runId: 'r', lane: 'l', kind: 'k' };
  return { op: 'start', ...key, effects: Object.fromEntries(rows) };
}

describe('the statements of commits', () => {
  it('hold only the effects that a batch has, and are prepared once', () => {
    const statements = new CommitStatements([kind('one'), kind('two')], HOLDER);
    const first = statements.compose([commitOf('one')]);
    const second = statements.compose([commitOf(), commitOf('one')]);
    const both = statements.compose([commitOf('one'), commitOf('two')]);

    expect(second.statement).toBe(first.statement);
    expect(first.statement.text).not.toContain('effect_two');
    expect(both.statement.text).toContain('effect_two');
    expect(both.statement.name).not.toBe(first.statement.name);
    expect(both.statement.name.length).toBeLessThanOrEqual(63);
  });

  it('are limited in number, however many kinds are combined', () => {
    const kinds = Array.from({ length: 7 }, (_, n) => kind(`kind_${n}`));
    const statements = new CommitStatements(kinds, HOLDER);
    const names = new Set<string>();
    for (let mask = 0; mask < 128; mask += 1) {
      const effects = kinds.filter((_, bit) => mask & (1 << bit)).map(({ name }) => name);
      const { statement, parameters } = statements.compose([commitOf(...effects)]);
      names.add(statement.name);
      for (const name of effects) expect(statement.text).toContain(`effect_${name} as`);
      const last = Math.max(...[...statement.text.matchAll(/\$(\d+)/g)].map((m) => Number(m[1])));
      expect(last).toBe(parameters.length);
    }

    expect(names.size).toBe(33);
  });

  it.each([
    { why: 'a name that is no identifier', kinds: [kind('Not good')] },
    { why: 'two kinds of one name', kinds: [kind('one'), kind('one')] },
    { why: 'a column that all have', kinds: [kind('one', { columns: 'a text, run_id text' })] },
  ])('refuse $why', ({ kinds }) => {
    expect(() => new CommitStatements(kinds, HOLDER)).toThrow();
  });

  it('let the last row of a checkpoint win where a kind changes rows in place', () => {
    const statements = new CommitStatements(
      [kind('state', { columns: 'id text, a text', identifiedBy: ['id'] })],
      HOLDER,
    );
    const rows = [
      { id: '1', a: 'first' },
      { id: '2', a: 'only' },
      { id: '1', a: 'last' },
    ];
    const commit: Commit = { ...commitOf(), effects: { state: rows } };
    const written = JSON.parse(String(statements.compose([commit]).parameters.at(-1)));

    expect(written.map(({ a }: { a: string }) => a)).toEqual(['last', 'only']);
    expect(new Set(statements.identities(commit)).size).toBe(2);
  });
});
