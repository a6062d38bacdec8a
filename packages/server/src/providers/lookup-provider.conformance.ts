import type { Individual } from '@probity/contract/individual';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LookupProvider } from './lookup-provider.ts';
import { type Asker, callFor, givenUp, isJson } from './test-asks.ts';

/** A provider that is set up, and people to ask it about. */
export type LookupBench = {
  readonly provider: LookupProvider;
  readonly asker: Asker;
  /** A tenant that it must not serve; left out where it serves everybody. */
  readonly stranger?: Asker;
  readonly known: Individual;
  readonly unknown: Individual;
  close?(): Promise<void>;
};

/** What every adapter for other lookups keeps to. */
export function lookupProviderConformance(open: () => Promise<LookupBench>): void {
  describe('as a provider of lookups', () => {
    let bench: LookupBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close?.());

    const askOf = (individual: Individual) => ({
      entityId: '00000000-0000-4000-8000-00000000e001',
      individual,
      lookup: 'conformance',
    });

    it('serves whom it is for, and nobody else', () => {
      expect(bench.provider.serves(bench.asker)).toBe(true);
      if (bench.stranger) expect(bench.provider.serves(bench.stranger)).toBe(false);
    });

    it('tells facts that differ for whom it knows and whom it does not', async () => {
      const known = await bench.provider.lookUp(askOf(bench.known), callFor(bench.asker));
      const unknown = await bench.provider.lookUp(askOf(bench.unknown), callFor(bench.asker));
      if (known.outcome !== 'answered' || unknown.outcome !== 'answered') {
        throw new Error('It was silent.');
      }
      expect(known.facts).not.toEqual(unknown.facts);
      expect(Object.keys(known.facts).length).toBeGreaterThan(0);
    });

    it('answers in JSON, and the same under one key', async () => {
      const call = callFor(bench.asker);
      const first = await bench.provider.lookUp(askOf(bench.known), call);
      expect(isJson(first)).toBe(true);
      expect(await bench.provider.lookUp(askOf(bench.known), call)).toEqual(first);
    });

    it('answers nothing when the call was given up', async () => {
      const { provider, asker, known } = bench;
      expect(await givenUp((call) => provider.lookUp(askOf(known), call), asker)).toBe('silent');
    });
  });
}
