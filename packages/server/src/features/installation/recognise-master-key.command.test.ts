import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { systemStatement } from '../../kernel/statement.ts';
import { recogniseMasterKey } from './recognise-master-key.command.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.drop());

const ROWS = systemStatement<{ text: string }>(
  'test-installations',
  'select i::text as text from installation i',
);

function recognise(masterKey: Buffer): Promise<boolean> {
  return recogniseMasterKey({ system: test.database.system, now: () => new Date() }, masterKey);
}

describe('the master key of an installation', () => {
  it('is the one that it was first used with, and no other', async () => {
    const key = randomBytes(32);
    const almost = Buffer.from(key);
    almost[31] = (almost[31] ?? 0) ^ 1;

    expect(await recognise(key)).toBe(true);
    expect(await recognise(key)).toBe(true);
    expect(await recognise(almost)).toBe(false);
    expect(await recognise(randomBytes(32))).toBe(false);
    expect(await recognise(key)).toBe(true);
  });

  it('is one key only, when servers with different ones start together', async () => {
    const keys = Array.from({ length: 6 }, () => randomBytes(32));
    const answers = await Promise.all(keys.map(recognise));

    expect(answers.filter((isOurs) => isOurs)).toHaveLength(1);
    expect(await Promise.all(keys.map(recognise))).toEqual(answers);
    expect(await test.database.system.all(ROWS)).toHaveLength(1);
  });

  it('cannot be read from the database', async () => {
    const key = randomBytes(32);
    await recognise(key);
    const [row] = await test.database.system.all(ROWS);

    expect(row?.text).toMatch(/\\x[0-9a-f]{64}/);
    expect(row?.text).not.toContain(key.toString('hex').slice(0, 12));
  });
});
