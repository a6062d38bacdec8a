import { describe, expect, it } from 'vitest';
import type { StepDefinition } from '../features/workflow-definitions/workflow-definition.ts';
import { explainStep, prepareStep, stepCatalogue } from './step-catalogue.ts';

const step = (type: string, configuration: Record<string, unknown> = {}): StepDefinition => ({
  name: type,
  type,
  version: '1.0.0',
  description: '',
  configuration,
  dependsOn: [],
});

describe('stepCatalogue', () => {
  it('knows every step type by its name, in capitals', () => {
    expect(stepCatalogue.typeNames).toEqual([
      'START',
      'AML',
      'KYC',
      'FRAUD',
      'VISA',
      'NAME_VALIDATION',
      'OTHER',
      'RISK',
      'BRANCH',
      'MONITOR_TOGGLE',
      'ID',
      'IDV',
      'SUPPORTING_DOCUMENTS_REVIEW',
      'BLOCKLIST',
      'DUPLICATE',
      'DECISION',
      'FINISH',
    ]);
    expect(stepCatalogue.has('aml')).toBe(false);
    expect(stepCatalogue.has('constructor')).toBe(false);
  });

  it.each([
    { type: 'AML', configuration: {}, at: 'lists' },
    { type: 'AML', configuration: { lists: [] }, at: 'lists' },
    { type: 'AML', configuration: { providers: ['yente', 'probity'] }, at: 'lists' },
    { type: 'AML', configuration: { lists: ['*'], providers: [] }, at: 'providers' },
    {
      type: 'AML',
      configuration: { lists: ['*'], kinds: ['GOSSIP'] },
      at: 'kinds.0',
    },
    {
      type: 'AML',
      configuration: { lists: ['*'], fuzziness: 61 },
      at: 'fuzziness',
    },
    { type: 'AML', configuration: { lists: ['*'], fuziness: 10 }, at: '' },
    {
      type: 'AML',
      configuration: { lists: ['*'], isMandatory: 'no' },
      at: 'isMandatory',
    },
    { type: 'KYC', configuration: {}, at: 'rulesets' },
    { type: 'KYC', configuration: { rulesets: [] }, at: 'rulesets' },
    { type: 'KYC', configuration: { rulesets: ['three_plus'] }, at: 'rulesets.0' },
    { type: 'KYC', configuration: { rulesets: ['one_plus', 'one_plus'] }, at: 'rulesets' },
    {
      type: 'KYC',
      configuration: { rulesets: [{ name: 'own' }] },
      at: 'rulesets.0',
    },
    {
      type: 'KYC',
      configuration: { rulesets: ['one_plus'], reuse: { KYC: { hours: 0 } } },
      at: 'reuse.KYC.hours',
    },
    {
      type: 'DECISION',
      configuration: { rows: [{ row: 'own', when: 'aml.hits >', outcome: 'PASS' }] },
      at: 'rows.0.when',
    },
    {
      type: 'DECISION',
      configuration: { rows: [{ row: 'own', when: 'nobody.knows', outcome: 'PASS' }] },
      at: 'rows.0.when',
    },
    {
      type: 'DECISION',
      configuration: { rows: [{ row: 'own', when: 'true', outcome: 'IN_PROGRESS' }] },
      at: 'rows.0.outcome',
    },
    {
      type: 'DECISION',
      configuration: { rows: [{ row: 'Own Row', when: 'true', outcome: 'PASS' }] },
      at: 'rows.0.row',
    },
    {
      type: 'DECISION',
      configuration: { changes: { revue: { isOff: true } } },
      at: 'changes.revue',
    },
    {
      type: 'DECISION',
      configuration: { changes: { review: { when: '1 +' } } },
      at: 'changes.review.when',
    },
    {
      type: 'BRANCH',
      configuration: { ways: [{ way: 'one', when: 'true' }] },
      at: 'ways.0',
    },
    {
      type: 'BRANCH',
      configuration: { ways: [{ way: 'one', when: 'nobody.knows', steps: [] }] },
      at: 'ways.0.when',
    },
    {
      type: 'BRANCH',
      configuration: { ways: [1, 2].map(() => ({ way: 'one', when: 'true', steps: [] })) },
      at: 'ways.1.way',
    },
    { type: 'START', configuration: { speed: 1 }, at: '' },
    { type: 'FINISH', configuration: { isMandatory: false }, at: '' },
  ])('names where a configuration of $type does not hold: "$at"', ({ type, configuration, at }) => {
    const problems = stepCatalogue.problemsOf(step(type, configuration));
    expect(problems.map(({ path }) => path)).toContain(at);
  });

  it('finds nothing wrong with a sound configuration', () => {
    expect(stepCatalogue.problemsOf(step('AML', { lists: ['*'] }))).toEqual([]);
    expect(stepCatalogue.problemsOf(step('AML', { providers: ['yente'] }))).toEqual([]);
    expect(stepCatalogue.problemsOf(step('START'))).toEqual([]);
  });

  it('reads a configuration once, with what it leaves out', () => {
    const prepared = prepareStep(step('AML', { lists: ['ofac-sdn'] }));

    expect(prepared.configuration).toEqual({
      providers: ['*'],
      lists: ['ofac-sdn'],
      kinds: ['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'],
      profile: 'balanced',
      fuzziness: 20,
      isMandatory: true,
    });
    expect(prepared.isMandatory).toBe(true);
    expect(prepareStep(step('AML', { lists: ['*'], isMandatory: false })).isMandatory).toBe(false);
  });

  it('refuses to prepare what it does not know or what does not hold', () => {
    expect(() => prepareStep(step('ASTROLOGY'))).toThrow('ASTROLOGY');
    expect(() => prepareStep(step('AML', { lists: [] }))).toThrow();
  });

  it('explains what a configuration makes a step do', () => {
    const aml = explainStep(
      step('AML', { lists: ['ofac-sdn', 'un'], kinds: ['PEP'], fuzziness: 5 }),
    );
    expect(aml.join(' ')).toMatch(/ofac-sdn, un for PEP.*95 or more/s);
    expect(explainStep(step('AML', { lists: ['*', 'x'] }))[0]).toContain('every list');
    expect(explainStep(step('AML', { lists: ['un'], providers: ['probity'] }))[1]).toMatch(
      /^A match/,
    );
    expect(explainStep(step('AML', { providers: ['yente', 'watchman'] }))[0]).toContain(
      'screened by yente, watchman for SANCTION',
    );

    const decision = explainStep(
      step('DECISION', {
        rows: [{ row: 'own', when: 'aml.hits > 3', outcome: 'BLOCKED' }],
        changes: { review: { isOff: true }, pass: { outcome: 'COMPLETE' } },
      }),
    );
    expect(decision[0]).toBe('BLOCKED (own) when aml.hits > 3.');
    expect(decision).toContain('Row review is switched off.');
    expect(decision.at(-1)).toBe('COMPLETE (pass) when true.');
    expect(explainStep(step('ASTROLOGY'))).toEqual([]);
  });
});
