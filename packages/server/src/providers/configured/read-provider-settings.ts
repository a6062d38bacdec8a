import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { readSecret } from '../http/message-signature.ts';
import { type ProviderSettings, ProvidersFile, type SecretPlace } from './provider-settings.ts';

/** A value that has to be asked for, so that printing or logging what holds it shows nothing. */
export type Secret = { readonly reveal: () => string };

/** A provider with the secrets that its settings speak of. */
export type KnownProvider = {
  readonly settings: ProviderSettings;
  readonly secrets: Readonly<Partial<Record<'secret' | 'apiKey', Secret>>>;
};

/** The operator's file does not hold; each line of the message names one thing to change. */
export class ProviderSettingsRefused extends Error {}

type Reading = {
  readonly path: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** @throws {@link ProviderSettingsRefused} with a line for each thing that does not hold */
export async function readProviderSettings(reading: Reading): Promise<readonly KnownProvider[]> {
  const text = await readFile(reading.path, 'utf8').catch(() => {
    throw new ProviderSettingsRefused('PROBITY_PROVIDERS must name a file that can be read.');
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const problems: Problem[] = document.errors.map(({ pos, code }) => ({
    line: lines.linePos(pos[0]).line,
    text: `is no YAML that can be read (${code})`,
  }));
  if (problems.length > 0) throw refusal(reading, problems);
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, lines, path);
  const read = ProvidersFile.safeParse(contentOf(document));
  if (!read.success) {
    throw refusal(
      reading,
      read.error.issues.map((issue) => ({ line: lineOf(issue.path), text: inWords(issue) })),
    );
  }
  const { providers } = read.data;
  problems.push(...nameProblems(providers, lineOf));
  const known: KnownProvider[] = [];
  for (const [at, settings] of providers.entries()) {
    const found = await secretsOf(settings, reading);
    problems.push(
      ...found.problems.map(({ field, text: what }) => ({
        line: lineOf(['providers', at, field]),
        text: `providers[${at}].${field} ${what}`,
      })),
    );
    known.push({ settings, secrets: found.secrets });
  }
  if (problems.length > 0) throw refusal(reading, problems);
  return known;
}

type Problem = { readonly line: number; readonly text: string };

function refusal({ path }: Reading, problems: readonly Problem[]): ProviderSettingsRefused {
  const lines = problems.map(({ line, text }) => `PROBITY_PROVIDERS ${path}:${line}: ${text}.`);
  return new ProviderSettingsRefused(lines.join('\n'));
}

/** Aliases would let a short file stand for a huge one. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

/** The line of what is at a path, or of the nearest thing around it. */
function lineAt(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Says where and what, in the words of the settings; values stay in the file. */
function inWords(issue: z.core.$ZodIssue): string {
  const where = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  const place = where || 'the file';
  if (issue.code === 'unrecognized_keys') return `${place} has settings that are not known`;
  if (issue.message.startsWith('must ')) return `${place} ${issue.message}`;
  return `${place} ${where ? 'must be what it is for' : 'must be a list of providers under providers:'}`;
}

function nameProblems(
  providers: readonly ProviderSettings[],
  lineOf: (path: readonly PropertyKey[]) => number,
): Problem[] {
  const names = providers.map(({ name }) => name);
  return names.flatMap((name, at) =>
    names.indexOf(name) === at
      ? []
      : [
          {
            line: lineOf(['providers', at, 'name']),
            text: `providers[${at}].name must not be the name of another provider`,
          },
        ],
  );
}

type SecretField = 'secret' | 'apiKey';

async function secretsOf(settings: ProviderSettings, reading: Reading) {
  const secrets: Partial<Record<SecretField, Secret>> = {};
  const problems: { readonly field: SecretField; readonly text: string }[] = [];
  const places: Partial<Record<SecretField, SecretPlace | undefined>> = {
    secret: 'secret' in settings ? settings.secret : undefined,
    apiKey: 'apiKey' in settings ? settings.apiKey : undefined,
  };
  for (const field of ['secret', 'apiKey'] as const) {
    const place = places[field];
    if (!place) continue;
    const value = await valueAt(place, reading);
    const problem = problemOf(value, { settings, field, place });
    if (problem) problems.push({ field, text: problem });
    else if (value !== undefined) secrets[field] = Object.freeze({ reveal: () => value });
  }
  return { secrets, problems };
}

async function valueAt(place: SecretPlace, reading: Reading): Promise<string | undefined> {
  if ('env' in place) return reading.environment[place.env]?.trim() || undefined;
  const path = isAbsolute(place.file) ? place.file : join(dirname(reading.path), place.file);
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim() || undefined;
}

type Found = {
  readonly settings: ProviderSettings;
  readonly field: SecretField;
  readonly place: SecretPlace;
};

function problemOf(value: string | undefined, { settings, field, place }: Found) {
  if (value === undefined) {
    return 'env' in place
      ? `must be in the environment as ${place.env}`
      : 'must be in a file that can be read and is not empty';
  }
  if (!/^[!-~]{8,1000}$/.test(value)) return 'must be 8 to 1000 visible ASCII characters';
  if (settings.kind === 'http' && field === 'secret' && readSecret(value) === undefined) {
    return 'must be whsec_ and 24 to 64 random bytes in base64, as `echo whsec_$(openssl rand -base64 32)` makes them';
  }
  return undefined;
}
