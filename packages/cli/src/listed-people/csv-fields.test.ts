import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvFields } from './csv-fields.ts';

const field = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ''));
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('csvFields', () => {
  it('reads back whatever was quoted', () => {
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        expect(csvFields(fields.map(quoted).join(','))).toEqual(fields);
      }),
    );
  });

  it.each([
    { line: 'a,b', expected: ['a', 'b'] },
    { line: '36,"X, Y",-0- ,"C"\r', expected: ['36', 'X, Y', '-0-', 'C'] },
    { line: 'a,,', expected: ['a', '', ''] },
    { line: '"a ""b"""', expected: ['a "b"'] },
  ])('reads $line', ({ line, expected }) => {
    expect(csvFields(line)).toEqual(expected);
  });

  it('does not guess where a quoted field does not end', () => {
    expect(csvFields('1,"no end')).toBeUndefined();
  });
});
