import {
  IdData,
  KycAddressData,
  KycDateOfBirthData,
  KycGenderData,
  KycNameData,
} from '@probity/contract/evidence/kyc-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type {
  IdentityAnswer,
  IdentityAsk,
  IdentityAttribute,
  IdentityProvider,
  IdentitySubject,
  SourceFinding,
} from './identity-provider.ts';
import type { SourceCall } from './source-call.ts';

/** A provider that is set up, and people to ask it about. */
export type IdentityBench = {
  readonly provider: IdentityProvider;
  /** A tenant that it serves. */
  readonly asker: Pick<SourceCall, 'tenantId' | 'isSandbox'>;
  /** One that it must not serve; left out where it serves everybody. */
  readonly stranger?: Pick<SourceCall, 'tenantId' | 'isSandbox'>;
  /** Somebody all of whose names, birth dates and addresses a source confirms. */
  readonly known: IdentitySubject;
  /** Somebody whom no source knows, with a name, a birth date and an address. */
  readonly unknown: IdentitySubject;
  /** Frees what the bench holds. */
  close?(): Promise<void>;
};

const ATTRIBUTES: readonly IdentityAttribute[] = ['name', 'dob', 'address', 'gender'];

/** The contract's words for the strengths of each kind. */
const STRENGTHS: Readonly<Record<IdentityAttribute | 'document', z.ZodType>> = {
  name: strictly(KycNameData),
  dob: strictly(KycDateOfBirthData),
  address: strictly(KycAddressData),
  gender: strictly(KycGenderData),
  document: strictly(IdData),
};

function strictly(data: z.ZodObject): z.ZodType {
  return z.strictObject((data.shape.matchStrengths as z.ZodOptional<z.ZodObject>).unwrap().shape);
}

/**
 * What every adapter for identity keeps to, whoever is behind it. Call it at the top of the adapter's
 * test file; the bench is opened once.
 */
export function identityProviderConformance(open: () => Promise<IdentityBench>): void {
  describe('as a provider of identity', () => {
    let bench: IdentityBench;
    let asks = 0;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close?.());

    const callOf = (over: Partial<SourceCall> = {}): SourceCall => ({
      ...bench.asker,
      idempotencyKey: `conformance/${++asks}`,
      signal: AbortSignal.timeout(20_000),
      ...over,
    });
    const everythingOf = (subject: IdentitySubject): IdentityAsk => ({
      subject,
      attributes: ATTRIBUTES,
      documents: subject.documents.map(({ objectId }) => objectId),
    });
    const sourcesOf = async (ask: IdentityAsk, call = callOf()) =>
      answered(await bench.provider.verify(ask, call));

    it('has a name that workflows can say', () => {
      expect(bench.provider.name).toMatch(/^[a-z0-9][a-z0-9:_-]*$/);
    });

    it('serves whom it is for, and nobody else', () => {
      expect(bench.provider.serves(bench.asker)).toBe(true);
      if (bench.stranger) expect(bench.provider.serves(bench.stranger)).toBe(false);
    });

    it('confirms somebody whom it knows, about their elements', async () => {
      const sources = await sourcesOf(everythingOf(bench.known));
      expect(matchesOf(sources).map(({ attribute }) => attribute)).toContain('name');
      for (const source of sources) expect(strayIdsOf(source, bench.known)).toEqual([]);
    });

    it('says NO_MATCH of somebody whom it does not know, rather than nothing', async () => {
      const sources = await sourcesOf(everythingOf(bench.unknown));
      expect(sources.length).toBeGreaterThan(0);
      expect(matchesOf(sources)).toEqual([]);
      for (const { attributes, documents } of sources) {
        expect(attributes.length + documents.length).toBeGreaterThan(0);
        for (const { result } of attributes) expect(['NO_MATCH', 'BAD_DATA']).toContain(result);
        for (const { result } of documents) expect(['NO_MATCH', 'INVALID_MATCH']).toContain(result);
      }
    });

    it('speaks of each element of each source once, in the contract’s words', async () => {
      for (const subject of [bench.known, bench.unknown]) {
        const sources = await sourcesOf(everythingOf(subject));
        expect(new Set(sources.map(({ source }) => source)).size).toBe(sources.length);
        for (const source of sources) {
          expect(source.source).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
          expect(source.sourceName.trim()).not.toBe('');
          expect(brokenStrengthsOf(source)).toEqual([]);
          const about = [
            ...source.attributes.map(({ attribute, objectId }) => `${attribute} ${objectId}`),
            ...source.documents.map(({ documentId }) => documentId),
          ];
          expect(new Set(about).size).toBe(about.length);
        }
      }
    });

    it.each(ATTRIBUTES)(
      'looks into nothing but %s where that is all that is wanted',
      async (one) => {
        const ask = { subject: bench.known, attributes: [one], documents: [] };
        for (const { attributes, documents } of await sourcesOf(ask)) {
          expect(documents).toEqual([]);
          for (const { attribute } of attributes) expect(attribute).toBe(one);
        }
      },
    );

    it('looks into no attribute where only documents are wanted', async () => {
      const ask = { ...everythingOf(bench.known), attributes: [] };
      for (const { attributes } of await sourcesOf(ask)) expect(attributes).toEqual([]);
    });

    it('answers nothing when the call was given up', async () => {
      const call = callOf({ signal: AbortSignal.abort(new Error('given up')) });
      const answer = await bench.provider
        .verify(everythingOf(bench.known), call)
        .catch(() => ({ outcome: 'silent' }));
      expect(answer.outcome).toBe('silent');
    });

    it('answers the same when it is asked again under one key', async () => {
      const call = callOf();
      const first = await bench.provider.verify(everythingOf(bench.known), call);
      expect(await bench.provider.verify(everythingOf(bench.known), call)).toEqual(first);
    });

    it('answers in JSON: an answer is committed before it is used', async () => {
      const answer = await bench.provider.verify(everythingOf(bench.known), callOf());
      expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    });
  });
}

function answered(answer: IdentityAnswer): readonly SourceFinding[] {
  if (answer.outcome !== 'answered') throw new Error(`It was silent: ${answer.detail}`);
  return answer.sources;
}

function matchesOf(sources: readonly SourceFinding[]) {
  return sources.flatMap(({ attributes }) => attributes).filter(({ result }) => result === 'MATCH');
}

function strayIdsOf({ attributes, documents }: SourceFinding, subject: IdentitySubject): string[] {
  const ids: Readonly<Record<IdentityAttribute, readonly string[]>> = {
    name: subject.names.map(({ objectId }) => objectId),
    dob: subject.births.map(({ objectId }) => objectId),
    address: subject.addresses.map(({ objectId }) => objectId),
    gender: [subject.entityId],
  };
  const documentIds = subject.documents.map(({ objectId }) => objectId);
  return [
    ...attributes.filter(({ attribute, objectId }) => !ids[attribute].includes(objectId)),
    ...documents.filter(({ documentId }) => !documentIds.includes(documentId)),
  ].map((finding) => JSON.stringify(finding));
}

function brokenStrengthsOf({ attributes, documents }: SourceFinding): string[] {
  const said = [
    ...attributes.map(({ attribute, strengths }) => [attribute, strengths] as const),
    ...documents.map(({ strengths }) => ['document', strengths] as const),
  ];
  return said
    .filter(([kind, strengths]) => !STRENGTHS[kind].safeParse(strengths).success)
    .map(([kind, strengths]) => `${kind}: ${JSON.stringify(strengths)}`);
}
