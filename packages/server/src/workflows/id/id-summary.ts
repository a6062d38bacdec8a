import type { DocumentMatches, IdSummary } from '@probity/contract/execution/kyc-summary';
import type { JudgedDocument } from './judged-document.ts';

/** Documents that a state issues; bank statements and bills are the others. */
const OF_STATES: ReadonlySet<string> = new Set([
  'PASSPORT',
  'DRIVERS_LICENSE',
  'NATIONAL_ID',
  'NATIONAL_HEALTH_ID',
  'VISA',
  'IMMIGRATION',
  'MILITARY_ID',
  'BIRTH_CERT',
  'CITIZENSHIP',
  'TAX_ID',
  'CONCESSION',
  'HEALTH_CONCESSION',
  'PENSION',
  'MARRIAGE_CERT',
  'DEATH_CERT',
  'NAME_CHANGE',
]);

/** How the documents fared: sums by kind of issuer, and one entry for each document by its id. */
export function idSummary(
  judged: readonly JudgedDocument[],
  required: number,
): Omit<IdSummary, 'stepName'> {
  const ofKind = (isOfState: boolean) =>
    judged.filter(({ document }) => OF_STATES.has(document.type ?? '') === isOfState);
  const confirmed = judged.filter(({ standing }) => standing === 'MATCH').length;
  return {
    matchTypes: { gov_id: sumOf(ofKind(true)), other_id: sumOf(ofKind(false)) },
    matchCount: confirmed,
    matchCountRequired: required,
    isVerified: confirmed >= required,
    ...Object.fromEntries(judged.map((one) => [one.document.documentId, entryOf(one)])),
  };
}

function sumOf(judged: readonly JudgedDocument[]): DocumentMatches {
  if (judged.length === 0) return {};
  const matchCount = judged.filter(({ standing }) => standing === 'MATCH').length;
  if (matchCount === 0 && judged.every(({ findings }) => findings.length === 0)) {
    return { isChecked: true };
  }
  const entries = judged.map(entryOf);
  const all = (lists: readonly (readonly string[] | undefined)[]) => [
    ...new Set(lists.flatMap((list) => list ?? [])),
  ];
  return {
    matchCount,
    matchSources: all(entries.map(({ matchSources }) => matchSources)),
    nonMatchSources: all(entries.map(({ nonMatchSources }) => nonMatchSources)),
    isChecked: true,
    isVerified: matchCount > 0,
  };
}

function entryOf({ document, findings, standing, localSource }: JudgedDocument): DocumentMatches {
  const sources = (isMatch: boolean) =>
    findings.filter(({ result }) => (result === 'MATCH') === isMatch).map(({ source }) => source);
  const isVerified = standing === 'MATCH';
  const matchSources = sources(true);
  const isLocal = isVerified && matchSources.length === 0;
  return {
    objectType: document.type ?? 'OTHER',
    matchCount: isLocal ? 1 : matchSources.length,
    matchSources: isLocal ? [localSource] : matchSources,
    nonMatchSources: sources(false),
    isChecked: true,
    isVerified,
  };
}
