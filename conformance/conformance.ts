/**
 * Drives a running server through every operation of the published contract, with valid, boundary and
 * invalid requests and with requests made from its schemas, and holds each answer against it.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { givenPath } from '../bench/given-path.ts';
import { publishedContract } from '../packages/server/test/published-contract.ts';
import { conform } from './conform.ts';

const { values } = parseArgs({
  options: {
    contract: { type: 'string' },
    requests: { type: 'string', default: '20000' },
    /** Where the answers that the reference shows are written, on demand. */
    answers: { type: 'string' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
  },
});
const folder = values.contract
  ? givenPath(values.contract)
  : fileURLToPath(new URL('../../shared/contract', import.meta.url));

const report = await conform(publishedContract(folder), {
  requests: Number(values.requests),
  seed: Number(values.seed),
});
if (values.answers) {
  const sorted = Object.fromEntries(Object.entries(report.answers).sort());
  await writeFile(givenPath(values.answers), `${JSON.stringify(sorted, null, 2)}\n`);
}
for (const line of report.unreached) process.stdout.write(`not reached: ${line}\n`);
for (const line of report.explained) process.stdout.write(`explained: ${line}\n`);
for (const line of report.violations) process.stdout.write(`violation: ${line}\n`);
process.stdout.write(`${JSON.stringify(report.figures)}\n`);
const isClean = report.violations.length === 0 && report.figures.fuzz500 === 0;
process.exitCode = isClean && report.unreached.length === 0 ? 0 : 1;
