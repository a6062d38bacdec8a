/** One labelled pair and the score it got. */
export type Judged = {
  readonly left: string;
  readonly right: string;
  readonly kind: string;
  readonly tier: string;
  readonly isMatch: boolean;
  readonly score: number;
};

/** Accuracy at one threshold, and over all of them (`auc`). */
export type Accuracy = {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly threshold: number;
  readonly auc: number;
};

/** Accuracy at a threshold, or at the threshold with the best F1 where none is given. */
export function measure(pairs: readonly Judged[], threshold?: number): Accuracy {
  const auc = areaUnderCurve(pairs);
  const thresholds =
    threshold === undefined ? [...new Set(pairs.map(({ score }) => score))] : [threshold];
  let best: Accuracy = { f1: 0, precision: 0, recall: 0, threshold: threshold ?? 1, auc };
  for (const at of thresholds) {
    const accuracy = { ...accuracyAt(pairs, at), auc };
    if (accuracy.f1 > best.f1) best = accuracy;
  }
  return best;
}

function accuracyAt(pairs: readonly Judged[], threshold: number): Omit<Accuracy, 'auc'> {
  const matches = pairs.filter(({ isMatch }) => isMatch).length;
  const alerts = pairs.filter(({ score }) => score >= threshold);
  const right = alerts.filter(({ isMatch }) => isMatch).length;
  const precision = alerts.length === 0 ? 0 : right / alerts.length;
  const recall = matches === 0 ? 0 : right / matches;
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return {
    f1: round(f1),
    precision: round(precision),
    recall: round(recall),
    threshold: round(threshold, 1e6),
  };
}

/** The chance that a match scores above a non-match; ties count half. */
function areaUnderCurve(pairs: readonly Judged[]): number {
  const matches = pairs.filter(({ isMatch }) => isMatch);
  const others = pairs.filter(({ isMatch }) => !isMatch);
  if (matches.length === 0 || others.length === 0) return 0;
  let above = 0;
  for (const match of matches) {
    for (const other of others) {
      if (match.score > other.score) above += 1;
      else if (match.score === other.score) above += 0.5;
    }
  }
  return round(above / (matches.length * others.length));
}

function round(value: number, places = 1e4): number {
  return Math.round(value * places) / places;
}
