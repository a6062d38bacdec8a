import { NAME_RULES } from '../names/pairing.ts';
import { isSubstantive, PART } from '../names/token.ts';
import { MOST_TOKENS } from '../names/tokenise.ts';
import type { Word } from '../names/word.ts';

/** Set on a name that holds, in two words, what the query writes in one. */
export const WRITTEN_APART = 1 << MOST_TOKENS;

const UNKNOWN = 0;
const REFUSED = 1;
const ADMITTED = 2;

/** Says, by the words that a name may hold, whether it can reach the threshold at all. */
export class MarkGate {
  private readonly words: readonly Word[];
  private readonly threshold: number;
  private readonly substantive: number;
  private readonly hasInitial: boolean;
  private readonly known: Uint8Array;

  constructor(words: readonly Word[], threshold: number) {
    this.words = words;
    this.threshold = threshold;
    this.known = new Uint8Array(2 << words.length);
    this.hasInitial = words.some(({ parts }) => (parts & PART.initial) !== 0);
    this.substantive = words.reduce(
      (mask, { parts }, at) => (isSubstantive(parts) ? mask | (1 << at) : mask),
      0,
    );
  }

  admits(mark: number, nameHasInitial: boolean): boolean {
    if ((mark & WRITTEN_APART) !== 0) return true;
    const place = mark * 2 + (nameHasInitial ? 1 : 0);
    const known = this.known[place] as number;
    if (known !== UNKNOWN) return known === ADMITTED;
    const isAdmitted = this.bound(mark, nameHasInitial) >= this.threshold;
    this.known[place] = isAdmitted ? ADMITTED : REFUSED;
    return isAdmitted;
  }

  /** No name that holds just these words scores more. */
  private bound(mark: number, nameHasInitial: boolean): number {
    let met = 0;
    let lacking = 0;
    this.words.forEach(({ weight, parts }, at) => {
      const isMet = ((mark >> at) & 1) === 1 || !isSubstantive(parts);
      if (isMet) met += (weight + 1) / 2;
      else if (!nameHasInitial) lacking += weight;
    });
    const bound = met / (met + NAME_RULES.unmatched * lacking);
    const several = (this.substantive & (this.substantive - 1)) !== 0;
    const metWords = mark & this.substantive;
    const isLone = several && (metWords & (metWords - 1)) === 0;
    if (!isLone) return bound;
    const mayHaveInitial = nameHasInitial || this.hasInitial;
    return bound * (mayHaveInitial ? NAME_RULES.wordAndInitial : NAME_RULES.loneWord);
  }
}
