import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, callFor, givenUp, isJson } from './test-asks.ts';
import type { VisaAsk, VisaProvider } from './visa-provider.ts';

/** A provider that is set up, and people to ask it about. */
export type VisaBench = {
  readonly provider: VisaProvider;
  readonly asker: Asker;
  /** A tenant that it must not serve; left out where it serves everybody. */
  readonly stranger?: Asker;
  readonly holder: VisaAsk;
  readonly nobody: VisaAsk;
  close?(): Promise<void>;
};

/** What every adapter for visas keeps to. */
export function visaProviderConformance(open: () => Promise<VisaBench>): void {
  describe('as a provider of visas', () => {
    let bench: VisaBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close?.());

    it('serves whom it is for, and nobody else', () => {
      expect(bench.provider.serves(bench.asker)).toBe(true);
      if (bench.stranger) expect(bench.provider.serves(bench.stranger)).toBe(false);
    });

    it('has the visa of somebody who holds one', async () => {
      const answer = await bench.provider.check(bench.holder, callFor(bench.asker));
      if (answer.outcome !== 'held') throw new Error(`It was ${answer.outcome}.`);
      expect(answer.visa.country).toMatch(/^[A-Z]{3}$/);
      expect(answer.visa.noExpiry || answer.visa.expiryDate !== undefined).toBe(true);
    });

    it('says of anybody else that there is none', async () => {
      const answer = await bench.provider.check(bench.nobody, callFor(bench.asker));
      expect(answer.outcome).toBe('none');
    });

    it('answers in JSON, and the same under one key', async () => {
      const call = callFor(bench.asker);
      const first = await bench.provider.check(bench.holder, call);
      expect(isJson(first)).toBe(true);
      expect(await bench.provider.check(bench.holder, call)).toEqual(first);
    });

    it('answers nothing when the call was given up', async () => {
      const { provider, asker, holder } = bench;
      expect(await givenUp((call) => provider.check(holder, call), asker)).toBe('silent');
    });
  });
}
