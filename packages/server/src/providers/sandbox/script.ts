import { setTimeout as sleep } from 'node:timers/promises';
import type { ListingKind } from '@probity/screening';
import { SANDBOX_PROVIDER } from '../../features/results/sandbox-mark.ts';
import { type Silent, type SourceCall, SourceUnavailable } from '../source-call.ts';

/** How the sandbox names itself in results, which are marked by it. */
export const SANDBOX_NAME = SANDBOX_PROVIDER;

/** What goes with everything that it says. */
export const INVENTED = 'Invented by the sandbox: nobody was asked.';

/** Words that force an outcome: worst first, so that none of them is lost beside a better one. */
const VERDICTS = ['failall', 'nomatch', 'failnonid', 'onepass', 'passall'] as const;
export type Verdict = (typeof VERDICTS)[number];

const LISTED: Readonly<Record<string, ListingKind>> = {
  sanction: 'SANCTION',
  pep: 'PEP',
  watchlist: 'WATCHLIST',
  media: 'MEDIA',
};
const OTHERS = ['timeout', 'error', 'deceased', 'idvreject', 'idvsuspect'] as const;
const SLOW = /^slow(\d{1,3})$/;
const MOST_SECONDS = 300;

/** What the words among a person's names ask the sandbox to play. */
export type Script = {
  readonly verdict?: Verdict;
  readonly silence?: 'timeout' | 'error';
  readonly seconds: number;
  readonly isDeceased: boolean;
  readonly idv?: 'idvreject' | 'idvsuspect';
  readonly listed: readonly ListingKind[];
  /** What is left of the names without these words. */
  readonly rest: string;
};

/** Reads middle and other names, or any text in which such words stand. */
export function scriptOf(...texts: readonly (string | undefined)[]): Script {
  const words = texts
    .filter((text) => text !== undefined)
    .join(' ')
    .split(/[\s,;+|]+/)
    .filter((word) => word !== '');
  const said = words.map((word) => word.toLowerCase());
  const has = (word: string) => said.includes(word);
  const verdict = VERDICTS.find(has);
  const slow = said.flatMap((word) => SLOW.exec(word)?.[1] ?? []).map(Number);
  return {
    ...(verdict && { verdict }),
    ...(has('error') ? { silence: 'error' } : has('timeout') ? { silence: 'timeout' } : {}),
    ...(has('idvreject') ? { idv: 'idvreject' } : has('idvsuspect') ? { idv: 'idvsuspect' } : {}),
    seconds: Math.min(MOST_SECONDS, Math.max(0, ...slow)),
    isDeceased: has('deceased'),
    listed: Object.entries(LISTED).flatMap(([word, kind]) => (has(word) ? [kind] : [])),
    rest: words.filter((_, at) => !isScript(said[at] ?? '')).join(' '),
  };
}

function isScript(word: string): boolean {
  const known: readonly string[] = [...VERDICTS, ...OTHERS, ...Object.keys(LISTED)];
  return known.includes(word) || SLOW.test(word);
}

/**
 * Takes the time and keeps the silence that a script asks for. Undefined where the sandbox is to
 * answer. Nobody but a sandbox tenant gets an answer, whoever chose this provider.
 */
export async function playSilence(
  { seconds, silence }: Pick<Script, 'seconds' | 'silence'>,
  call: SourceCall,
): Promise<Silent | undefined> {
  if (!call.isSandbox) return refusal();
  call.signal.throwIfAborted();
  if (seconds > 0) {
    await sleep(seconds * 1000, undefined, { signal: call.signal }).catch(() => {
      throw new SourceUnavailable(SANDBOX_NAME, 'timeout');
    });
  }
  if (!silence) return undefined;
  const what = silence === 'timeout' ? 'was told not to answer in time' : 'was told to fail';
  return { outcome: 'silent', because: silence, detail: `${SANDBOX_NAME} ${what}` };
}

/** What anybody else hears. */
export function refusal(): Silent {
  return {
    outcome: 'silent',
    because: 'refused',
    detail: `${SANDBOX_NAME} answers for sandbox tenants only`,
  };
}
