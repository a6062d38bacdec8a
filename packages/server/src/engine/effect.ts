import type { EffectKind, EffectRow, Effects } from '../kernel/effect.ts';

export const NO_EFFECTS: Effects = {};

/** The rows of all, in order. */
export function joinEffects(all: readonly Effects[]): Effects {
  const present = all.filter((effects) => effects !== NO_EFFECTS);
  const [first, ...rest] = present;
  if (rest.length === 0) return first ?? NO_EFFECTS;

  const joined: Record<string, EffectRow[]> = {};
  for (const effects of present) {
    for (const [name, rows] of Object.entries(effects)) {
      const target = joined[name];
      if (target) target.push(...rows);
      else joined[name] = [...rows];
    }
  }
  return joined;
}

/** One row of a kind that is {@link EffectKind.identifiedBy}: equal texts mean the same row. */
export function rowIdentity(kind: EffectKind, tenantId: string, row: EffectRow): string {
  const values = new Map(Object.entries(row));
  const identity = (kind.identifiedBy ?? []).map((column) => values.get(column));
  return JSON.stringify([kind.name, tenantId, ...identity]);
}

/** The rows of a kind, without those that a later one replaces. */
export function lastOfEach(
  kind: EffectKind,
  tenantId: string,
  rows: readonly EffectRow[],
): readonly EffectRow[] {
  if (!kind.identifiedBy || rows.length < 2) return rows;
  const last = new Map(rows.map((row) => [rowIdentity(kind, tenantId, row), row]));
  return [...last.values()];
}
