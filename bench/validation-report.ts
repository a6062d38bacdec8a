/**
 * What a model validation asks of name screening, measured and written as one HTML file.
 *
 * `npm run -s report:validation [-- --out file.html --list name=path … --pairs csv --positives csv --negatives csv --most 400]`
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { validationPage } from './validation/validation-page.ts';
import { validate } from './validation/validation-run.ts';

const data = fileURLToPath(new URL('../../shared/data', import.meta.url));
const LISTS = [
  `UN=${data}/lists/un/un-2026-02.xml`,
  `OFAC SDN=${data}/lists/ofac-2021`,
  `US CSL=${data}/lists/us-csl/consolidated-2025.csv.gz`,
  `Australia DFAT=${data}/lists/au-dfat/dfat-2026-08.xlsx`,
];

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'validation-report.html' },
    list: { type: 'string', multiple: true, default: LISTS },
    pairs: { type: 'string', default: `${data}/names/name-pairs.csv` },
    positives: { type: 'string', default: `${data}/people/un-misspelt.csv` },
    negatives: { type: 'string', default: `${data}/people/clean-people.csv` },
    most: { type: 'string', default: '400' },
  },
});

const lists = Object.fromEntries(
  values.list.map((named) => {
    const [name = '', ...path] = named.split('=');
    if (path.length === 0) throw new Error('Name each list: --list "UN=path/to/file.xml".');
    return [name, path.join('=')];
  }),
);
const { pairs, positives, negatives } = values;
const run = await validate({ lists, pairs, positives, negatives, most: Number(values.most) });
writeFileSync(values.out, validationPage(run, new Date().toISOString().slice(0, 10)));
const shareOf = (of: readonly { match: number }[]) =>
  Math.round((of.filter(({ match }) => match >= run.threshold).length / of.length) * 1e6) / 1e6;
console.log(
  JSON.stringify({
    out: values.out,
    engineVersion: run.engineVersion,
    damaged: run.damaged.length,
    damagedRecall: shareOf(run.damaged),
    scripts: run.scripts.length,
    scriptRecall: shareOf(run.scripts),
    clean: run.clean.length,
    falseAlertRate: shareOf(run.clean),
    isRepeatable: run.isRepeatable,
  }),
);
