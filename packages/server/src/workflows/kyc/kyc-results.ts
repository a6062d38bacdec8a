import type { ProcessResult } from '../../features/results/process-result.ts';
import type {
  AttributeFinding,
  DocumentFinding,
  IdentityAttribute,
  IdentitySubject,
} from '../../providers/identity-provider.ts';
import type { StepInput } from '../step-type.ts';
import { processResultOf } from '../steps/process-result-of.ts';
import type { ConsultedSource } from './judge-rules.ts';

/** How findings of each attribute are told as process results. */
const TOLD: Readonly<Record<IdentityAttribute, { objectType: string; type: string }>> = {
  name: { objectType: 'NAME', type: 'KYC_NAME' },
  dob: { objectType: 'DATE_OF_BIRTH', type: 'KYC_DOB' },
  address: { objectType: 'ADDRESS', type: 'KYC_ADDRESS' },
  gender: { objectType: 'INDIVIDUAL', type: 'KYC_GENDER' },
};

/** What a source says about the person as a whole, as notes of each of its results. */
const FLAGS = ['isDeceased', 'isCreditHeader'] as const;

type Recording = Pick<StepInput<unknown>, 'run' | 'step' | 'now'> & {
  readonly subject: IdentitySubject;
  readonly leastNameStrength: number;
};

/** One process result per object and source. */
export function kycResultsOf(recording: Recording, source: ConsultedSource): ProcessResult[] {
  const { subject, leastNameStrength } = recording;
  const isKnown = source.attributes.some(
    ({ attribute, result, strengths }) =>
      attribute === 'name' &&
      result === 'MATCH' &&
      (strengths.fullName ?? 100) >= leastNameStrength,
  );
  const ofAttributes = source.attributes.map((found) => {
    const { objectType, type } = TOLD[found.attribute];
    return resultOf(recording, source, {
      class: 'KYC',
      objectType,
      objectId: found.objectId,
      result: found.result,
      // What a source knows of dates and addresses counts only with the name that it has there.
      derivedFrom: [
        found.attribute === 'gender' ? 'gender' : found.objectId,
        ...(found.attribute === 'name' ? [] : subject.names.map(({ objectId }) => objectId)),
      ],
      supplementaryData: {
        type,
        matchStrengths: wholeStrengths(found.strengths),
        ...(found.attribute !== 'name' && { wasNameMatchStrongEnough: isKnown }),
      },
    });
  });
  const ofDocuments = source.documents.map((found) =>
    resultOf(recording, source, {
      class: 'ID',
      objectType: 'DOCUMENT',
      objectId: found.documentId,
      result: found.result,
      derivedFrom: [
        found.documentId,
        ...subject.names.map(({ objectId }) => objectId),
        ...subject.births.map(({ objectId }) => objectId),
      ],
      supplementaryData: { type: 'ID', matchStrengths: documentStrengths(found) },
    }),
  );
  return [...ofAttributes, ...ofDocuments];
}

type Told = Pick<ProcessResult, 'class' | 'objectType' | 'objectId' | 'result' | 'derivedFrom'> & {
  readonly supplementaryData: object;
};

function resultOf(recording: Recording, source: ConsultedSource, told: Told): ProcessResult {
  const { supplementaryData, ...about } = told;
  return processResultOf(recording, {
    ...about,
    evidence: {
      providerResult: {
        name: source.provider,
        source: source.sourceName,
        sourceNormalized: source.source,
        ...(source.reference && { reference: source.reference }),
      },
      supplementaryData,
      notes: Object.fromEntries(
        FLAGS.filter((flag) => source[flag]).map((flag) => [
          flag,
          { type: 'boolean', value: 'true' },
        ]),
      ),
    },
  });
}

function wholeStrengths(strengths: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(strengths).map(([part, strength]) => [
      part,
      Math.round(Math.min(100, Math.max(0, strength))),
    ]),
  );
}

function documentStrengths(found: DocumentFinding): object {
  const { isValid, isExpired, isBlocked, blockingCode } = found;
  return {
    ...wholeStrengths(found.strengths),
    ...(isValid !== undefined && { isValid }),
    ...(isExpired !== undefined && { isExpired }),
    ...(isBlocked !== undefined && { isBlocked }),
    ...(blockingCode !== undefined && { blockingCode }),
  };
}

type KeptEvidence = {
  readonly providerResult?: {
    readonly name?: string;
    readonly source?: string;
    readonly sourceNormalized?: string;
    readonly reference?: string;
  };
  readonly supplementaryData?: {
    readonly type?: string;
    readonly matchStrengths?: Readonly<Record<string, number | boolean | string>>;
  };
  readonly notes?: Readonly<Record<string, unknown>>;
};

/** What sources said in results that are kept, as if they had just said it. */
export function sourcesOfResults(results: readonly ProcessResult[]): ConsultedSource[] {
  const bySource = new Map<string, ConsultedSource>();
  for (const kept of results) {
    const { providerResult, notes = {} } = kept.evidence as KeptEvidence;
    const { name: provider, sourceNormalized: source } = providerResult ?? {};
    if (!provider || !source) continue;
    const key = `${provider}\n${source}`;
    const before = bySource.get(key);
    const found = findingOf(kept);
    const flags = Object.fromEntries(
      FLAGS.filter((flag) => flag in notes).map((flag) => [flag, true]),
    );
    bySource.set(key, {
      provider,
      source,
      sourceName: providerResult?.source ?? source,
      ...(providerResult?.reference && { reference: providerResult.reference }),
      ...before,
      ...flags,
      attributes: [...(before?.attributes ?? []), ...found.attributes],
      documents: [...(before?.documents ?? []), ...found.documents],
    });
  }
  return [...bySource.values()];
}

function findingOf({ class: resultClass, objectId, result, evidence }: ProcessResult): {
  readonly attributes: readonly AttributeFinding[];
  readonly documents: readonly DocumentFinding[];
} {
  const { type, matchStrengths = {} } = (evidence as KeptEvidence).supplementaryData ?? {};
  const { isValid, isExpired, isBlocked, blockingCode, ...parts } = matchStrengths;
  const strengths = Object.fromEntries(
    Object.entries(parts).filter((part): part is [string, number] => typeof part[1] === 'number'),
  );
  if (resultClass === 'ID') {
    const flags = { isValid, isExpired, isBlocked, blockingCode };
    const said = Object.entries(flags).filter(([, value]) => value !== undefined);
    const found = { documentId: objectId, result, strengths, ...Object.fromEntries(said) };
    return { attributes: [], documents: [found as DocumentFinding] };
  }
  const attribute = (Object.keys(TOLD) as IdentityAttribute[]).find(
    (one) => TOLD[one].type === type,
  );
  if (!attribute) return { attributes: [], documents: [] };
  const found = { attribute, objectId, result, strengths } as AttributeFinding;
  return { attributes: [found], documents: [] };
}

/** Whether the source of a result has the person as dead. */
export function isOfDeath({ evidence }: ProcessResult): boolean {
  return 'isDeceased' in ((evidence as KeptEvidence).notes ?? {});
}

/** What a result is about, and who said it: a newer word about the same replaces it. */
export function placeOfResult({
  class: resultClass,
  objectType,
  objectId,
  evidence,
}: ProcessResult) {
  const { name, sourceNormalized } = (evidence as KeptEvidence).providerResult ?? {};
  return [resultClass, objectType, objectId, name, sourceNormalized].join('\n');
}
