import { readFileSync } from 'node:fs';
import { readMrz } from '@probity/documents/mrz/read-mrz';
import { parseCsv } from './screening-csv.ts';

const at = process.argv.indexOf('--samples');
const path = at === -1 ? undefined : process.argv[at + 1];
if (!path) {
  process.stderr.write('Name the samples: npm run -s bench:mrz -- --samples <csv>\n');
  process.exit(2);
}
const samples = parseCsv(readFileSync(path, 'utf8'));
const today = new Date().toISOString().slice(0, 10);

let agree = 0;
for (const [position, { mrz = '', format, ...sample }] of samples.entries()) {
  // Empty where no rule of ICAO is for such a document.
  const expected = sample.icao_check_digits ?? '';
  const zone = readMrz(mrz.replaceAll('\\n', '\n'), today);
  const judged = judgement(zone);
  if (judged === expected) {
    agree++;
    continue;
  }
  const broken = (zone?.checks ?? []).filter(({ holds }) => !holds).map(({ of }) => of);
  process.stdout.write(
    `sample ${position + 1} (${format}): expected “${expected}”, judged “${judged}” as ${zone?.format ?? 'no zone of ICAO'}; digits that do not hold: ${broken.join(', ') || 'none'}\n`,
  );
}
process.stdout.write(
  `${JSON.stringify({ samples: samples.length, agree, disagree: samples.length - agree })}\n`,
);

/** By the rules of ICAO, which the old French card does not follow. */
function judgement(zone: ReturnType<typeof readMrz>): string {
  if (!zone) return '';
  return zone.format !== 'FR-ID' && zone.checkDigitsHold ? 'valid' : 'invalid';
}
