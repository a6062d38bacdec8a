import { readFile } from 'node:fs/promises';
import { replaceFile } from '../../kernel/replace-file.ts';
import type { Checkpoint } from './checkpoint.ts';

/** The newest checkpoint of each tenant that this server has signed, kept outside of the database. */
export type Anchors = {
  remember(checkpoint: Checkpoint): Promise<void>;
  /** Undefined where this server has signed nothing of the tenant. */
  of(tenantId: string): Promise<Anchor | undefined>;
};

/** Which checkpoint has to be there, and how it was signed. */
export type Anchor = { readonly number: number; readonly signature: string };

/** Anchors in a file; without one nothing is remembered. Whoever cuts off the newest of the audit is told by it. */
export function anchorsIn(path: string | undefined): Anchors {
  if (path === undefined) return { remember: async () => undefined, of: async () => undefined };
  return {
    async remember({ tenantId, number, signature }) {
      const kept = await readAnchors(path);
      const anchor = { number, signature: signature.toString('base64') };
      const text = `${JSON.stringify({ ...kept, [tenantId]: anchor }, null, 2)}\n`;
      await replaceFile(path, text, async () => undefined);
    },
    async of(tenantId) {
      return (await readAnchors(path))[tenantId];
    },
  };
}

async function readAnchors(path: string): Promise<Readonly<Record<string, Anchor>>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  });
  return JSON.parse(text) as Readonly<Record<string, Anchor>>;
}
