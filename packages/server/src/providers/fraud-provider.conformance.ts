import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudProvider, FraudSubject } from './fraud-provider.ts';
import { type Asker, callFor, givenUp, isJson } from './test-asks.ts';

/** A provider that is set up, and what to ask it about. */
export type FraudBench = {
  readonly provider: FraudProvider;
  readonly asker: Asker;
  /** A tenant that it must not serve; left out where it serves everybody. */
  readonly stranger?: Asker;
  /** Nothing speaks against it. */
  readonly harmless: FraudSubject;
  /** It is more than LOW. */
  readonly risky: FraudSubject;
  close?(): Promise<void>;
};

/** What every adapter for signs of fraud keeps to. */
export function fraudProviderConformance(open: () => Promise<FraudBench>): void {
  describe('as a provider of signs of fraud', () => {
    let bench: FraudBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close?.());

    const assess = async (subjects: readonly FraudSubject[], call = callFor(bench.asker)) => {
      const answer = await bench.provider.assess(subjects, call);
      if (answer.outcome !== 'answered') throw new Error(`It was silent: ${answer.detail}`);
      return answer.findings;
    };

    it('serves whom it is for, and nobody else', () => {
      expect(bench.provider.serves(bench.asker)).toBe(true);
      if (bench.stranger) expect(bench.provider.serves(bench.stranger)).toBe(false);
    });

    it('tells what is harmless from what is not', async () => {
      const findings = await assess([bench.harmless, bench.risky]);
      expect(findings.find(({ objectId }) => objectId === bench.harmless.objectId)).toMatchObject({
        riskLevel: 'LOW',
      });
      const risky = findings.find(({ objectId }) => objectId === bench.risky.objectId);
      expect(risky?.riskLevel).not.toBe('LOW');
      expect(risky?.indicators.length).toBeGreaterThan(0);
      for (const { because } of risky?.indicators ?? []) expect(because.trim()).not.toBe('');
    });

    it('gives one finding for each subject of its kinds, and none for others', async () => {
      const other: FraudSubject[] = [
        { kind: 'IP_ADDRESS', objectId: 'ip', address: '192.0.2.1' },
        { kind: 'DEVICE', objectId: 'device', device: { id: 'd' } },
        { kind: 'PHONE_NUMBER', objectId: 'phone', number: '+61400000000' },
        { kind: 'EMAIL_ADDRESS', objectId: 'email', email: 'ada@example.com' },
      ];
      const asked = [bench.harmless, bench.risky, ...other];
      const findings = await assess(asked);
      const wanted = asked.filter(({ kind }) => bench.provider.kinds.includes(kind));
      expect(findings.map(({ kind, objectId }) => `${kind} ${objectId}`).sort()).toEqual(
        wanted.map(({ kind, objectId }) => `${kind} ${objectId}`).sort(),
      );
    });

    it('has nothing to say of nothing', async () => {
      expect(await assess([])).toEqual([]);
    });

    it('answers in JSON, and the same under one key', async () => {
      const call = callFor(bench.asker);
      const first = await bench.provider.assess([bench.risky], call);
      expect(isJson(first)).toBe(true);
      expect(await bench.provider.assess([bench.risky], call)).toEqual(first);
    });

    it('answers nothing when the call was given up', async () => {
      const { provider, asker, risky } = bench;
      expect(await givenUp((call) => provider.assess([risky], call), asker)).toBe('silent');
    });
  });
}
