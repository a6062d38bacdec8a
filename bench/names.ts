/**
 * How right the comparison of two names is: labelled pairs in, accuracy out.
 *
 * `npm run -s bench:names -- --pairs <csv>`; the CSV has `left,right,expected,source`.
 */
import { parseArgs } from 'node:util';
import { SHIPPED_THRESHOLD } from '../packages/screening/src/screen.ts';
import { givenPath } from './given-path.ts';
import { measure } from './names-measure.ts';
import { judgePairs } from './validation/labelled.ts';

const { values } = parseArgs({
  options: { pairs: { type: 'string' }, worst: { type: 'string', default: '0' } },
});
if (values.pairs === undefined) throw new Error('Name the labelled pairs: --pairs <csv>.');

const judged = judgePairs(givenPath(values.pairs));
const whole = measure(judged);
const kinds = [...new Set(judged.map(({ kind }) => kind))].sort();
const tiers = [...new Set(judged.map(({ tier }) => tier))].sort();
const shipped = measure(judged, SHIPPED_THRESHOLD);
const strongMisses = judged.filter(
  ({ tier, isMatch, score }) => tier === 'STRONG' && isMatch !== score >= SHIPPED_THRESHOLD,
);
for (const { left, right, isMatch, score } of strongMisses) {
  console.log(
    `STRONG ${isMatch ? 'missed' : 'alerted'} at ${score.toFixed(3)}: ${left} | ${right}`,
  );
}
printWorst(Number(values.worst));
console.log(
  JSON.stringify({
    pairs: judged.length,
    ...whole,
    f1AtShipped: shipped.f1,
    shippedThreshold: SHIPPED_THRESHOLD,
    strongMisses: strongMisses.length,
    byKind: Object.fromEntries(
      kinds.map((kind) => [kind, measure(judged.filter((pair) => pair.kind === kind))]),
    ),
    byTier: Object.fromEntries(
      tiers.map((tier) => [tier, measure(judged.filter((pair) => pair.tier === tier))]),
    ),
  }),
);

function printWorst(count: number): void {
  const wrong = judged
    .map((pair) => ({
      ...pair,
      by: pair.isMatch ? whole.threshold - pair.score : pair.score - whole.threshold,
    }))
    .filter(({ by }) => by > 0)
    .sort((one, other) => other.by - one.by);
  for (const { left, right, isMatch, score, tier } of wrong.slice(0, count)) {
    console.log(`${tier} ${isMatch ? 'miss' : 'false'} ${score.toFixed(3)}: ${left} | ${right}`);
  }
}
