import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdvImage, IdvSubject } from '../features/idv/idv-session.ts';
import type { IdvAnswer, IdvProvider } from './idv-provider.ts';
import { type Asker, callFor, givenUp, isJson } from './test-asks.ts';

/** A provider that is set up, and people to ask it about. */
export type IdvBench = {
  readonly provider: IdvProvider;
  readonly asker: Asker;
  /** A tenant that it must not serve; left out where it serves everybody. */
  readonly stranger?: Asker;
  /** Somebody whose document and face are in order. */
  readonly genuine: IdvSubject;
  readonly images: readonly IdvImage[];
  /** Lets the vendor decide, where a test plays it. */
  decide?(sessionId: string): void;
  close?(): Promise<void>;
};

/** What every adapter for documents and faces keeps to. */
export function idvProviderConformance(open: () => Promise<IdvBench>): void {
  describe('as a provider of checks of document and face', () => {
    let bench: IdvBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close?.());

    const start = async () => {
      const session = await bench.provider.start(bench.genuine, callFor(bench.asker));
      if (session.outcome !== 'started') throw new Error(`It was silent: ${session.detail}`);
      return session;
    };
    const settled = async (sessionId: string): Promise<IdvAnswer> => {
      for (let ask = 0; ask < 100; ask++) {
        const answer = await bench.provider.result(sessionId, callFor(bench.asker));
        if (answer.outcome !== 'pending') return answer;
        await sleep(50);
      }
      throw new Error('It was pending for ever.');
    };

    it('serves whom it is for, and nobody else', () => {
      expect(bench.provider.serves(bench.asker)).toBe(true);
      if (bench.stranger) expect(bench.provider.serves(bench.stranger)).toBe(false);
    });

    it('begins sessions that differ and are good for a while', async () => {
      const [one, other] = [await start(), await start()];
      expect(one.sessionId).not.toBe(other.sessionId);
      expect(one.sessionId).toMatch(/^[A-Za-z0-9._~:-]{1,200}$/);
      expect(Date.parse(one.tokenExpiry)).toBeGreaterThan(Date.now());
      if (one.url !== undefined) expect(one.url).toMatch(/^https:/);
      expect(isJson(one)).toBe(true);
    });

    it('begins one session under one key', async () => {
      const call = callFor(bench.asker);
      const first = await bench.provider.start(bench.genuine, call);
      const again = await bench.provider.start(bench.genuine, call);
      expect(Object(again).sessionId).toBe(Object(first).sessionId);
    });

    it('says of somebody genuine that all is clear, by component and element', async () => {
      const { sessionId } = await start();
      const submitted = await bench.provider.submit(sessionId, bench.images, callFor(bench.asker));
      expect(['pending', 'answered']).toContain(submitted.outcome);
      bench.decide?.(sessionId);
      const answer = await settled(sessionId);
      if (answer.outcome !== 'answered') throw new Error(`It was ${answer.outcome}.`);
      expect(answer.components.length).toBeGreaterThan(0);
      for (const { result, elements, outcomeRaw } of answer.components) {
        expect(result).toBe('CLEAR');
        expect(outcomeRaw).not.toBe('');
        for (const { resultNormalized } of Object.values(elements)) {
          expect(resultNormalized).toBe('clear');
        }
      }
      expect(isJson(answer)).toBe(true);
    });

    it('never clears a session that it does not know', async () => {
      const answer = await bench.provider
        .result('00000000-0000-4000-8000-000000000000', callFor(bench.asker))
        .catch(() => ({ outcome: 'silent' }));
      expect(answer.outcome).toBe('silent');
    });

    it('answers nothing when the call was given up', async () => {
      const { provider, asker, genuine } = bench;
      expect(await givenUp((call) => provider.start(genuine, call), asker)).toBe('silent');
    });

    it('believes no message without a signature', () => {
      const body = Buffer.from('{"sessionId": "somebody-elses"}');
      expect(bench.provider.readCallback({ headers: {}, body }).outcome).not.toBe('about');
    });
  });
}
