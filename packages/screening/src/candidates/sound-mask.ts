import { codeOf } from '../names/sounds/sound-costs.ts';

/** Consonants that writers confuse share a bit; vowels have none, for they change too freely. */
const CLASSES = ['BP', 'DT', 'FV', 'GKXH', 'J', 'L', 'M', 'NQ', 'R', 'SZWYC'];

const BIT_OF: Uint32Array = bits();

function bits(): Uint32Array {
  const table = new Uint32Array(64);
  CLASSES.forEach((letters, place) => {
    for (const letter of letters) table[codeOf(letter)] = 1 << place;
  });
  for (let digit = 0; digit < 10; digit++)
    table[codeOf(String(digit))] = 1 << (CLASSES.length + digit);
  return table;
}

/** Set for a folded form that words of a script without vowels have: it is compared in its own way. */
export const ABJAD_BIT = 1 << 30;

/** Which classes of consonants a folded word holds. */
export function soundMaskOf(codes: Uint8Array, start: number, end: number): number {
  let mask = 0;
  for (let at = start; at < end; at++) mask |= BIT_OF[codes[at] as number] as number;
  return mask;
}

/** True where the classes differ so much that the words cannot be similar. */
export function areSoundsApart(mask: number, other: number, length: number): boolean {
  return (
    bitCount((mask ^ other) & ~ABJAD_BIT) >
    (length <= 4 ? 2 : length <= 6 ? 3 : length <= 9 ? 4 : 5)
  );
}

function bitCount(mask: number): number {
  let rest = mask - ((mask >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
