/** The validation report as one HTML file that stands by itself. */
import { measure } from '../names-measure.ts';
import type { Answered } from './labelled.ts';
import { bars, curves, escaped } from './plots.ts';
import { type Asked, LOWEST } from './recall.ts';
import type { ValidationRun } from './validation-run.ts';

export function validationPage(run: ValidationRun, writtenOn: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Probity: validation of name screening</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head><body>
<h1>Validation of name screening</h1>
<p class="lead">Engine ${escaped(run.engineVersion)} · shipped threshold ${run.threshold} · measured on ${escaped(writtenOn)}</p>
${purpose(run)}
${summary(run)}
${damage(run)}
${origins(run)}
${scripts(run)}
${falseAlerts(run)}
${distributions(run)}
${thresholds(run)}
${pairs(run)}
${data(run)}
${limits(run)}
</body></html>
`;
}

function purpose(run: ValidationRun): string {
  return `<h2>Purpose and method</h2>
<p>The engine compares the names of a customer, and what is known beside them, with the entries of sanctions,
PEP and watch lists. Whatever matches at ${run.threshold} or more becomes a hit that an officer decides. This report
measures two errors: a listed person who is not found, and a person on no list who is. A listed person counts as
found only where they stand <em>first</em> among the answers. Damage to names is drawn with fixed seeds, so that the
same engine on the same data gives the same figures; the file hashes below say which data these were.</p>
<p>Every search is deterministic: the same query, list version and engine version give the same bytes. Asked twice
within this run, the answers were ${run.isRepeatable ? 'identical' : '<strong>not identical</strong>'}.</p>`;
}

function summary(run: ValidationRun): string {
  const { threshold } = run;
  const people = measure(
    run.pairs.filter(({ kind }) => kind === 'Person'),
    threshold,
  );
  const all = measure(run.pairs, threshold);
  const rows: [string, string, string][] = [
    [
      'Misspelt listed people found first',
      share(foundRight(run.misspelt, threshold), run.misspelt.length),
      'birth date and nationality beside the name, where the row has them',
    ],
    [
      'Clean people with an alert',
      share(alerts(run.clean, threshold), run.clean.length),
      'against all lists below at once',
    ],
    [
      'Names in another script found first',
      share(found(run.scripts, threshold), run.scripts.length),
      'by name alone, Latin names of the same person in the list',
    ],
    [
      'Labelled pairs, people',
      `F1 ${people.f1}`,
      `precision ${people.precision}, recall ${people.recall}, AUC ${people.auc}`,
    ],
    [
      'Labelled pairs, all kinds',
      `F1 ${all.f1}`,
      `precision ${all.precision}, recall ${all.recall}, AUC ${all.auc}`,
    ],
  ];
  const cells = rows.map(
    ([what, figure, note]) =>
      `<tr><th scope="row">${what}</th><td class="figure">${figure}</td><td>${note}</td></tr>`,
  );
  return `<h2>Results at the shipped threshold</h2><table>${cells.join('')}</table>`;
}

function damage({ damaged, threshold, lists }: ValidationRun): string {
  const drawn = bars(
    'Found first, by kind of damage, over all lists',
    groupBars(damaged, threshold),
  );
  const names = lists.map(({ name }) => name);
  const groups = [...new Set(damaged.map(({ group }) => group))];
  const head = names.map((name) => `<th>${escaped(name)}</th>`).join('');
  const rows = groups.map((group) => {
    const cells = names.map((name) => {
      const of = damaged.filter((one) => one.group === group && one.list === name);
      return `<td>${of.length === 0 ? '–' : share(found(of, threshold), of.length)}</td>`;
    });
    return `<tr><th scope="row">${escaped(group)}</th>${cells.join('')}</tr>`;
  });
  return `<h2>Recall by kind of damage</h2>
<p>People of each list, their primary name damaged in one way, asked by name alone: no birth date helps. An initial
or a missing name takes evidence away, so that a part of these stays below the threshold on purpose.</p>${drawn}
<table><tr><th></th>${head}</tr>${rows.join('')}</table>`;
}

/** Kinds of damage that spelling habits and short words make hard. */
const BY_ORIGIN = ['typo in one word', 'transliteration', 'words joined', 'middle name dropped'];
/** Fewer names say nothing of a writing. */
const FEWEST = 20;

function origins({ damaged, threshold }: ValidationRun): string {
  const rows = [...new Set(damaged.map(({ writing }) => writing))].flatMap((writing) => {
    const of = damaged.filter((one) => one.writing === writing);
    const groups = BY_ORIGIN.map((group) => of.filter((one) => one.group === group));
    if ((groups[0]?.length ?? 0) < FEWEST) return [];
    const cells = groups.map(
      (asked) => `<td>${share(found(asked, threshold), asked.length)} of ${asked.length}</td>`,
    );
    return [`<tr><th scope="row">${escaped(writing)}</th>${cells.join('')}</tr>`];
  });
  const head = BY_ORIGIN.map((group) => `<th>${group}</th>`).join('');
  return `<h2>Recall by origin of the name</h2>
<p>The same damaged names by the writing that they come from, as far as the entry's countries tell; all are given in
Latin letters. Transliteration follows the habits of that writing: ou for u in names from Arabic, w for v in names from
Cyrillic, Wade-Giles for pinyin in Chinese ones. Short Korean and Chinese words carry little that a slip could leave.</p>
<table><tr><th></th>${head}</tr>${rows.join('')}</table>`;
}

function scripts({ scripts: asked, threshold }: ValidationRun): string {
  if (asked.length === 0) return '';
  return `<h2>Recall by script</h2>
<p>Names as the lists give them in their original script, asked of the same lists without those names.</p>
${bars('Found first, by script of the query', groupBars(asked, threshold))}`;
}

const MOST_NATIONALITIES = 20;

function falseAlerts({ clean, threshold }: ValidationRun): string {
  const by = (key: 'nationality' | 'gender') => {
    const groups = [...new Set(clean.map((one) => one[key]))].filter(Boolean);
    return groups
      .map((label) => {
        const of = clean.filter((one) => one[key] === label);
        const count = alerts(of, threshold);
        return { label, share: count / of.length, note: `${count} of ${of.length}`, of: of.length };
      })
      .sort((one, other) => other.of - one.of)
      .slice(0, MOST_NATIONALITIES);
  };
  const most = Math.max(0.001, ...[...by('nationality'), ...by('gender')].map((bar) => bar.share));
  return `<h2>False alerts by population</h2>
<p>People on no list against all lists at once, with their birth date, nationality and gender. The bars are drawn
against the highest share, ${(most * 100).toFixed(2)} %.</p>
${bars('Share with an alert, by nationality (the most frequent)', by('nationality'), most)}
${bars('Share with an alert, by gender', by('gender'), most)}`;
}

function thresholds({ misspelt, clean, damaged, threshold }: ValidationRun): string {
  const steps = Array.from({ length: 36 }, (_, at) => LOWEST + at * 0.01).filter((at) => at <= 1);
  const recall = (of: readonly { match: number }[], right: (at: number) => number) =>
    steps.map((at) => [at, right(at) / Math.max(1, of.length)] as const);
  const lines = [
    { label: 'misspelt', points: recall(misspelt, (at) => foundRight(misspelt, at)) },
    { label: 'damaged', points: recall(damaged, (at) => found(damaged, at)) },
  ];
  const rate = steps.map(
    (at) => [at, (alerts(clean, at) / Math.max(1, clean.length)) * 100] as const,
  );
  const highest = Math.max(0.01, ...rate.map(([, share]) => share));
  const mark = [threshold, 'shipped'] as const;
  const x = [LOWEST, 1, 'threshold'] as const;
  return `<h2>Sensitivity to the threshold</h2>
${curves('Listed people found first', lines, { x, y: [0, 1, 'share found'], mark })}
${curves('Clean people with an alert', [{ label: 'clean', points: rate }], { x, y: [0, highest, 'per cent'], mark })}`;
}

/** Matches are counted in steps of this width. */
const STEP = 0.02;

function distributions({ misspelt, clean, threshold }: ValidationRun): string {
  const steps = Array.from({ length: Math.ceil((1 - LOWEST) / STEP) }, (_, at) =>
    Number((LOWEST + at * STEP).toFixed(4)),
  );
  const plot = (title: string, label: string, of: readonly { readonly match: number }[]) => {
    const points = steps.map((from) => {
      const within = of.filter(({ match }) => match >= from && match < from + STEP).length;
      return [from, (within / Math.max(1, of.length)) * 100] as const;
    });
    const highest = Math.max(0.01, ...points.map(([, part]) => part));
    return curves(title, [{ label, points }], {
      x: [LOWEST, 1, 'match of the best answer'],
      y: [0, highest, 'per cent'],
      mark: [threshold, 'shipped'],
    });
  };
  const right = misspelt.filter(({ isRight }) => isRight);
  const nobody = clean.filter(({ match }) => match < LOWEST).length;
  return `<h2>Distribution of matches</h2>
<p>What the best answer to a search scores, in steps of ${STEP}. Of the clean people ${share(nobody, clean.length)} have no
answer at ${LOWEST} or above and stand left of the plot.</p>
${plot('Best match of misspelt listed people', 'misspelt', right)}
${plot('Best match of clean people', 'clean', clean)}`;
}

function pairs({ pairs: judged, threshold }: ValidationRun): string {
  const steps = Array.from({ length: 50 }, (_, at) => 0.5 + at * 0.01);
  const accuracy = steps.map((at) => ({ at, ...measure(judged, at) }));
  const line = (label: string, of: 'precision' | 'recall' | 'f1') => ({
    label,
    points: accuracy.map((one) => [one.at, one[of]] as const),
  });
  return `<h2>Labelled pairs of names</h2>
<p>${judged.length} pairs that people judged, names alone. Weak evidence among them is informative only; of the pairs with
strong evidence, ${strongMisses({ judged, threshold })} are judged otherwise by the engine.</p>
${curves('Precision, recall and F1 over the threshold', [line('precision', 'precision'), line('recall', 'recall'), line('F1', 'f1')], { x: [0.5, 1, 'threshold'], y: [0, 1, 'share'], mark: [threshold, 'shipped'] })}
${precisionOverRecall(judged)}`;
}

function precisionOverRecall(judged: ValidationRun['pairs']): string {
  const thresholds = [...new Set(judged.map(({ score }) => score))].filter((at) => at > 0);
  const line = (label: string, of: ValidationRun['pairs']) => ({
    label,
    points: thresholds
      .map((at) => measure(of, at))
      .filter(({ precision, recall }) => recall >= 0.3 && precision >= 0.3)
      .map(({ recall, precision }) => [recall, precision] as const)
      .sort(([one], [other]) => one - other),
  });
  const people = judged.filter(({ kind }) => kind === 'Person');
  const axes = { x: [0.3, 1, 'recall'], y: [0.3, 1, 'precision'] } as const;
  return curves('Precision over recall', [line('all', judged), line('people', people)], axes);
}

function strongMisses({
  judged,
  threshold,
}: {
  judged: ValidationRun['pairs'];
  threshold: number;
}): number {
  return judged.filter(
    ({ tier, isMatch, score }) => tier === 'STRONG' && isMatch !== score >= threshold,
  ).length;
}

function data({ lists, files }: ValidationRun): string {
  const listRows = lists.map(
    ({ name, entries, names }) =>
      `<tr><th scope="row">${escaped(name)}</th><td>${entries} entries</td><td>${names} names</td></tr>`,
  );
  const fileRows = files.map(
    ({ name, rows, sha256 }) =>
      `<tr><th scope="row">${escaped(name)}</th><td>${rows} rows</td><td class="hash">${sha256}</td></tr>`,
  );
  return `<h2>Data</h2><table>${listRows.join('')}${fileRows.join('')}</table>`;
}

function limits({ threshold }: ValidationRun): string {
  return `<h2>Limits and use</h2>
<ul><li>The clean people are synthetic, and lean towards Europe: measure the share of alerts on your own customers
before you rely on it, with <code>npm run -s report:validation -- --negatives your.csv</code>.</li>
<li>Nicknames are drawn from the engine's own table: that row shows that what it knows is found, not how much it knows.</li>
<li>Damage is drawn by rules. Real misspellings are not independent of each other.</li>
<li>Names alone cannot tell two people of one name apart; dates, documents and countries do that, and an officer.</li>
<li>A lower threshold than ${threshold} finds more and bothers more people: the curves above are for choosing it. It is set
in each step of a workflow (<code>fuzziness</code>), as is what counts beside the name (<code>profile</code>).</li>
<li>Run this report again for every release, every change of threshold and every new kind of list, and keep it.</li></ul>`;
}

function groupBars(asked: readonly Asked[], threshold: number) {
  return [...new Set(asked.map(({ group }) => group))].map((label) => {
    const of = asked.filter(({ group }) => group === label);
    const right = found(of, threshold);
    return { label, share: right / of.length, note: `${share(right, of.length)} of ${of.length}` };
  });
}

function found(asked: readonly { readonly match: number }[], threshold: number): number {
  return asked.filter(({ match }) => match >= threshold).length;
}

function foundRight(answered: readonly Answered[], threshold: number): number {
  return answered.filter(({ match, isRight }) => isRight && match >= threshold).length;
}

function alerts(clean: readonly Answered[], threshold: number): number {
  return found(clean, threshold);
}

function share(part: number, whole: number): string {
  return whole === 0
    ? '–'
    : `${((part / whole) * 100).toFixed(part === 0 || part / whole > 0.01 ? 1 : 3)} %`;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:780px;margin:2rem auto;padding:0 1rem;color:#1b1f24}
h1{margin-bottom:.2rem}.lead{color:#57606a}h2{margin-top:2.2rem;border-bottom:1px solid #d0d7de}
table{border-collapse:collapse;width:100%;font-size:13px}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #eaeef2}
.figure{font-weight:600;white-space:nowrap}.hash{font-family:ui-monospace,monospace;font-size:11px;word-break:break-all}
figure{margin:1rem 0;break-inside:avoid}figcaption{font-weight:600;margin-bottom:.3rem}svg{width:100%;height:auto}
svg text{font:12px system-ui,sans-serif;fill:#1b1f24}.rail{fill:#eaeef2}.bar{fill:#0b5cad}.frame{fill:none;stroke:#8c959f}
.tick{stroke:#8c959f}.mark{stroke:#b3261e;stroke-dasharray:4 3}.line{fill:none;stroke-width:2}
.line-0{stroke:#0b5cad}.line-1{stroke:#8250df;stroke-dasharray:6 3}.line-2{stroke:#1a7f37;stroke-dasharray:2 2}.line-3{stroke:#57606a}
@media print{body{margin:0;max-width:none}}`;
