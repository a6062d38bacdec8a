import { NAME_MATCH_ORDERS } from '@probity/contract/step-summary';
import { latinReadings } from '@probity/screening';

export type NameOrder = (typeof NAME_MATCH_ORDERS)[number];
export type NameParts = { readonly F: string; readonly G: string; readonly O: string };

/** In which order the parts of an anglicised name (family, given, other) stand in the native one. */
export function nameOrderOf(native: string, parts: NameParts): NameOrder | undefined {
  const readings = latinReadings(native).map((words) => words.join(''));
  const has = (order: string) => [...order].every((part) => latin(parts[part as keyof NameParts]));
  const possible = NAME_MATCH_ORDERS.filter(has);
  const whole = possible.filter((order) => order.length === (latin(parts.O) ? 3 : 2));
  const scored = [...whole, ...possible].map((order) => {
    const text = [...order].map((part) => latin(parts[part as keyof NameParts])).join('');
    return { order, distance: Math.min(...readings.map((one) => editDistance(one, text))) };
  });
  // Of orders that fit equally well the first of the contract's comes first.
  return scored.sort((one, other) => one.distance - other.distance)[0]?.order;
}

function latin(part: string): string {
  return latinReadings(part)[0]?.join('') ?? '';
}

/** Letters to change, add or drop so that one text becomes the other. */
function editDistance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...one].entries()) {
    const next = [row + 1];
    for (let at = 1; at <= other.length; at++) {
      const change = (before[at - 1] ?? 0) + Number(letter !== other[at - 1]);
      next.push(Math.min(change, (before[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    before = next;
  }
  return before[other.length] ?? 0;
}
