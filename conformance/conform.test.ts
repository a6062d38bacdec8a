import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { publishedContract } from '../packages/server/test/published-contract.ts';
import { CONTRACT_IS_PRESENT } from '../packages/server/test/test-contract.ts';
import { conform } from './conform.ts';

const FOLDER = fileURLToPath(new URL('../../shared/contract/', import.meta.url));
const REQUESTS = 1_000;

describe.skipIf(!CONTRACT_IS_PRESENT)('a server of its own', () => {
  it('keeps to the published contract in every operation and status', async () => {
    const seed = Date.now() % 1_000_000;
    const report = await conform(publishedContract(FOLDER), { requests: REQUESTS, seed });

    expect(report.violations, `seed ${seed}`).toEqual([]);
    expect(report.unreached).toEqual([]);
    expect(report.figures).toMatchObject({ operations: 52, operationsCovered: 52, fuzz500: 0 });
    expect(report.figures.fuzzRequests).toBe(REQUESTS);
  }, 300_000);
});
