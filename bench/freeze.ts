/**
 * Writes the frozen runs anew. Do it with a change that means to change behaviour, and read the diff.
 *
 * `npm run -s freeze`
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { frozenRuns } from './validation/frozen-runs.ts';

const data = fileURLToPath(new URL('../../shared/data', import.meta.url));
for (const [name, text] of Object.entries(await frozenRuns(data))) {
  writeFileSync(new URL(`./frozen/${name}`, import.meta.url), text);
  console.log(`${name}: ${text.trim().split('\n').length - 1} rows`);
}
