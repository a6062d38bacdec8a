import { describe, expect, it } from 'vitest';
import { RUN, stepEnd } from '../test-run.ts';
import { conditionOf } from './condition.ts';
import { decisionFactsOf } from './decision-facts.ts';

const facts = decisionFactsOf([stepEnd('CLEAR', { name: 'AML', type: 'AML' })], RUN, {});

describe('conditionOf', () => {
  it.each([
    ['true', true],
    ['aml.hits > 0', false],
    ['steps.exists(s, s.type == "AML" && s.result in ["CLEAR", "CLEARED"])', true],
    ['steps.filter(s, s.isMandatory).size() == 1', true],
    ['individual.nationality == "" ? aml.open == 0 : false', true],
  ])('answers %s with %s', (expression, answer) => {
    expect(conditionOf(expression)(facts)).toBe(answer);
  });

  it.each([
    { why: 'does not parse', expression: 'aml.hits >' },
    { why: 'asks about what nobody knows', expression: 'person.name == "x"' },
    { why: 'calls what is not there', expression: 'exec("rm")' },
    { why: 'is no yes-or-no question', expression: '1 + 1' },
    { why: 'is a word', expression: '"true"' },
    { why: 'is a list', expression: '[true]' },
    { why: 'is empty', expression: '' },
    { why: 'is nested too deeply', expression: `${'('.repeat(60)}true${')'.repeat(60)}` },
    { why: 'is too long', expression: Array(1_500).fill('aml.hits > 0').join(' || ') },
  ])('is refused when it $why', ({ expression }) => {
    expect(() => conditionOf(expression)).toThrow();
  });

  it.each([
    'aml.typo > 0',
    'steps[3].result == "CLEAR"',
    'individual.nationality',
    'aml.hits > "0"',
  ])('does not answer %s with a yes or a no', (expression) => {
    expect(() => conditionOf(expression)(facts)).toThrow();
  });

  it('cannot reach beyond the facts', () => {
    for (const expression of [
      'aml.constructor != null',
      'steps.__proto__ != null',
      'toString != null',
    ]) {
      expect(() => conditionOf(expression)(facts)).toThrow();
    }
  });
});
