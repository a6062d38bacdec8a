import { readFileSync } from 'node:fs';

/** What may also stand in a file, as containers mount secrets: `NAME_FILE` names it. */
export const SECRET_NAMES = [
  'PROBITY_MASTER_KEY',
  'PROBITY_MASTER_KEY_NEXT',
  'PROBITY_OPERATOR_KEY',
  'PROBITY_METRICS_KEY',
  'DATABASE_URL',
  'PROBITY_DATABASE_OWNER_URL',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with what files of secrets hold, and a line for each that cannot be used. */
export function withSecretFiles(environment: Environment): {
  readonly environment: Environment;
  readonly problems: readonly string[];
} {
  const found: Record<string, string | undefined> = { ...environment };
  const problems: string[] = [];
  for (const name of SECRET_NAMES) {
    const path = environment[`${name}_FILE`];
    delete found[`${name}_FILE`];
    if (path === undefined) continue;
    const text = readText(path);
    if (environment[name] !== undefined)
      problems.push(`${name} and ${name}_FILE: set one of them.`);
    else if (!text)
      problems.push(`${name}_FILE must name a file that can be read and is not empty.`);
    else found[name] = text;
  }
  return { environment: found, problems };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
