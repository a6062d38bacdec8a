import { describe, expect, it } from 'vitest';
import type { ConsultedSource } from './judge-rules.ts';
import { withinSources } from './kyc-needs.ts';

const spoke = (provider: string, ...attributes: ('name' | 'dob')[]): ConsultedSource => ({
  provider,
  source: provider,
  sourceName: provider,
  attributes: attributes.map((attribute) => ({
    attribute,
    objectId: 'o',
    result: 'NO_MATCH',
    strengths: {},
  })),
  documents: [],
});
const ALL = { attributes: ['name', 'dob'] as const, documents: ['passport'] };

describe('how many sources are asked about a person', () => {
  it('as many as it takes, where nothing is said', () => {
    expect(withinSources(undefined, [spoke('a', 'name'), spoke('b', 'name')], ALL)).toBe(ALL);
  });

  it('counts providers that spoke of the person, each once, and then asks about documents alone', () => {
    const two = [spoke('a', 'name'), spoke('a', 'dob'), spoke('of documents')];
    expect(withinSources(2, two, ALL)).toBe(ALL);
    const enough = [...two, spoke('b', 'name')];
    expect(withinSources(2, enough, ALL)).toEqual({ attributes: [], documents: ['passport'] });
    expect(withinSources(2, enough, { ...ALL, documents: [] })).toBeUndefined();
    expect(withinSources(2, enough, undefined)).toBeUndefined();
  });
});
