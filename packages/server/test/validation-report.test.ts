import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bars, curves } from '../../../bench/validation/plots.ts';
import { validationPage } from '../../../bench/validation/validation-page.ts';
import { validate } from '../../../bench/validation/validation-run.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

describe('the validation report', () => {
  if (!existsSync(DATA)) {
    if (process.env.CI === 'true') it('has its data', () => expect.fail('absent'));
    else it.skip('needs the labelled sets in ../shared/data', () => undefined);
    return;
  }

  it('shows every error that it measures, and stands by itself', async () => {
    const run = await validate({
      lists: { UN: `${DATA}/lists/un/un-2026-02.xml` },
      pairs: `${DATA}/names/name-pairs.csv`,
      positives: `${DATA}/people/un-misspelt.csv`,
      // Misspelt people in the place of clean ones: each of them must show as an alert.
      negatives: `${DATA}/people/un-misspelt.csv`,
      most: 20,
    });
    const page = validationPage(run, '2026-01-01');

    expect(run.isRepeatable).toBe(true);
    expect(run.damaged.length).toBeGreaterThan(100);
    expect(new Set(run.scripts.map(({ group }) => group))).toContain('Arabic');
    expect(run.clean.filter(({ match }) => match >= run.threshold).length).toBeGreaterThan(300);
    for (const shown of [
      'typo in one word',
      'Arabic',
      'Sensitivity',
      'Limits',
      run.engineVersion,
    ]) {
      expect(page).toContain(shown);
    }
    for (const { sha256 } of run.files) expect(page).toContain(sha256);
    expect(page).not.toMatch(/<script|<link|https?:|NaN|undefined|Infinity/u);
    expect(page.match(/<svg/gu)?.length).toBeGreaterThanOrEqual(6);
  }, 120_000);
});

describe('plots', () => {
  it('draw a share as a part of the rail, whatever is asked of them', () => {
    const drawn = bars('a <title>', [{ label: 'x & y', share: 0.5, note: '50 %' }]);
    expect(drawn).toContain('a &lt;title&gt;');
    expect(drawn).toContain('x &amp; y');
    const [rail = 0, bar = 0] = [...drawn.matchAll(/width="([\d.]+)" height/gu)].map(([, w]) =>
      Number(w),
    );
    expect(bar / rail).toBeCloseTo(0.5);
  });

  it('mark a threshold where it stands on the axis', () => {
    const axes = { x: [0, 1, 'x'], y: [0, 1, 'y'], mark: [0.5, 'here'] } as const;
    const drawn = curves(
      'curve',
      [
        {
          label: 'one',
          points: [
            [0, 0],
            [1, 1],
          ],
        },
      ],
      axes,
    );
    const [frame] = [...drawn.matchAll(/<rect x="(\d+)" y="\d+" width="(\d+)"/gu)];
    const [mark] = [
      ...drawn.matchAll(/<line x1="([\d.]+)" x2="[\d.]+" y1="[\d.]+" y2="[\d.]+" class="mark"/gu),
    ];
    expect(Number(mark?.[1])).toBeCloseTo(Number(frame?.[1]) + Number(frame?.[2]) / 2);
  });
});
