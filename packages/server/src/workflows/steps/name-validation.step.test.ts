import type { Individual } from '@probity/contract/individual';
import { describe, expect, it } from 'vitest';
import { tryStep } from '../test-step.ts';
import { nameValidationStep } from './name-validation.step.ts';

type Names = Pick<Individual, 'name' | 'alternateNames'>;
const check = (individual: Names) => tryStep(nameValidationStep, { individual });
const native = (displayName: string, language = 'zho') => [
  { nameId: 'native', language, familyName: displayName, displayName },
];

describe('the NAME_VALIDATION step', () => {
  it.each([
    { script: '王小明', givenName: 'Xiaoming', familyName: 'Wang', order: 'FG' },
    { script: 'Иван Петров', givenName: 'Ivan', familyName: 'Petrov', order: 'GF' },
    {
      script: 'Петров Иван Сергеевич',
      givenName: 'Ivan',
      otherName: 'Sergeevich',
      familyName: 'Petrov',
      order: 'FGO',
    },
    {
      script: 'Αλέξανδρος Παπαδόπουλος',
      givenName: 'Alexandros',
      familyName: 'Papadopoulos',
      order: 'GF',
    },
    { script: '김민준', givenName: 'Minjun', familyName: 'Kim', order: 'FG' },
  ])('finds $script to be $familyName in order $order', async ({ script, order, ...name }) => {
    const { end, results } = await check({
      name: { nameId: 'n', ...name },
      alternateNames: native(script),
    });
    expect(end.step).toMatchObject({
      result: 'MATCH',
      summary: { stepName: 'NAME_VALIDATION', langCode: 'zho', nameMatchOrder: order },
      restsOn: ['native', 'n'],
    });
    expect(results).toMatchObject([
      { result: 'MATCH', evidence: { supplementaryData: { type: 'NAME_VALIDATION' } } },
    ]);
  });

  it('does not find another name to be the same', async () => {
    const name = { nameId: 'n', givenName: 'Robert', familyName: 'Fitzgerald' };
    const { end, issues } = await check({ name, alternateNames: native('王小明') });
    expect(end.step.result).toBe('NO_MATCH');
    expect(issues).toEqual([
      { category: 'BAD_DATA', issue: 'BAD_DATA_NAME', severity: 'REVIEW', isCleared: false },
    ]);
  });

  it('does not apply to names in Latin letters, and lacks the anglicised one where there is none', async () => {
    const name = { familyName: 'Müller-Łódź', givenName: 'Zoë' };
    expect((await check({ name })).end.step.result).toBe('NOT_APPLICABLE');
    const { end, issues } = await check({ name: { familyName: '王小明' } });
    expect(end.step.result).toBe('MISSING_DATA');
    expect(issues).toMatchObject([{ issue: 'BAD_DATA_NAME' }]);
  });
});
