import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('../../migrations/', import.meta.url);
/** Steps from before the first release: nobody ran more than one version at once. */
const LAST_WITHOUT_RULES = 13;

/** What takes something away from servers of the version before, which are still at work. */
const HARMFUL: readonly (readonly [what: RegExp, why: string])[] = [
  [/\bdrop\s+(?:table|column|schema)\b/i, 'older servers still read it: drop it a version later'],
  [/\brename\b/i, 'older servers know the old name: add the new one beside it'],
  [/\balter\s+column\s+\w+\s+(?:set\s+data\s+)?type\b/i, 'the whole table is written anew'],
  [/\bset\s+not\s+null\b/i, 'older servers leave it empty: do so a version later'],
  [
    /\badd\s+column\s+(?:if\s+not\s+exists\s+)?\w+\s+(?:(?!,|;|\bdefault\b)[\s\S])*\bnot\s+null\b(?:(?!,|;)[\s\S])*?(?=,|;|$)/i,
    'older servers do not know the column: it needs a default',
  ],
];

function problemsIn(sql: string): string[] {
  const statements = sql.replaceAll(/--.*$/gm, '');
  return HARMFUL.flatMap(([what, why]) => {
    const found = what.exec(statements)?.[0];
    return found === undefined || /\bdefault\b/i.test(found) ? [] : [why];
  });
}

describe('steps of the schema', () => {
  it('leave servers of the version before at work', async () => {
    const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql'));
    const later = files.filter((file) => Number(file.slice(0, 4)) > LAST_WITHOUT_RULES);
    const problems = await Promise.all(
      later.map(async (file) =>
        problemsIn(await readFile(new URL(file, FOLDER), 'utf8')).map((why) => `${file}: ${why}`),
      ),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(problems.flat()).toEqual([]);
  });

  it.each([
    ['alter table a drop column b;', 1],
    ['drop table a;', 1],
    ['alter table a rename column b to c;', 1],
    ['alter table a alter column b type bigint;', 1],
    ['alter table a alter column b set not null;', 1],
    ['alter table a add column b int not null;', 1],
    ['alter table a add column b int not null, add column c int not null default 0;', 1],
    ["alter table a add column b text not null default '';", 0],
    ['alter table a add column b int; create table c (d int not null);', 0],
    ['alter table a add column b int, add column c text not null default 0;', 0],
    ['-- never drop table a\ncreate index i on a (b);', 0],
  ])('of which %j has %i problems', (sql, problems) => {
    expect(problemsIn(sql)).toHaveLength(problems);
  });
});
