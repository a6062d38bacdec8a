import { describe, expect, it } from 'vitest';
import { factsOf, tableOf } from './columns.ts';

describe('tableOf', () => {
  it('is as wide as its contents, and no line ends in blanks', () => {
    const table = tableOf(
      ['A', 'LONG'],
      [
        ['𝔘n', 'x'],
        ['1234', ''],
      ],
    );

    expect(table).toBe('A     LONG\n𝔘n    x\n1234');
  });

  it('lets no name from outside break a line or steer the terminal', () => {
    const table = tableOf(['NAME'], [['a\nFAKE  row'], ['\u001b[2Jgone\u202eback']]);

    expect(table.split('\n')).toEqual(['NAME', 'a FAKE  row', ' [2Jgone back']);
  });
});

describe('factsOf', () => {
  it('leaves out what is absent', () => {
    expect(
      factsOf([
        ['id', '1'],
        ['child', undefined],
        ['name', 'x'],
      ]),
    ).toBe('  id    1\n  name  x');
  });
});
