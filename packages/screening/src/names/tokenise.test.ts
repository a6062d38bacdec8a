import { describe, expect, it } from 'vitest';
import type { EntryKind } from '../list-entry.ts';
import { scriptOf } from './scripts/script.ts';
import { isSubstantive } from './token.ts';
import { readingsOf } from './tokenise.ts';

const texts = (name: string, kind: EntryKind = 'person') =>
  readingsOf(name, kind).map((tokens) => tokens.map(({ text }) => text).join(' '));

describe('readingsOf', () => {
  it.each([
    ['JÓZEF Kowal-Ski', 'jozef kowal ski'],
    ["Conor O'Brien", 'conor obrien'],
    ['Sato、Ken', 'sato ken'],
    ['ﬁnn', 'finn'],
    ['abd al-rahman sadiq', 'abdul rahman sadiq'],
    ['Abdurrahman Sadiq', 'abdul rahman sadiq'],
    ['Abd Allah Sadiq', 'abdullah sadiq'],
    ['Salahuddin Omari', 'salah din omari'],
    ['Salah Eddine Omari', 'salah din omari'],
    ['Ziaurrahman Madani', 'zi rahman madani'],
    ['Inamulhaq Madani', 'inam haq madani'],
  ])('reads %s as %s', (name, expected) => {
    expect(texts(name)).toEqual([expected]);
  });

  it.each([
    ['Nord Gesellschaft mit beschränkter Haftung', 'nord gmbh'],
    ['N.O.R.D. S.A.R.L.', 'nord sarl'],
    ["First Int'l Bank Ltd.", '1 international bank ltd'],
    ['Nord Aktiengeselschaft', 'nord ag'],
  ])('reads the organisation %s as %s', (name, expected) => {
    expect(texts(name, 'organisation')).toEqual([expected]);
  });

  it('does not take a family name for a legal form', () => {
    expect(texts('Sa Mari')).toEqual(['sa mari']);
    expect(readingsOf('Sa Mari', 'person')[0]?.every(({ parts }) => isSubstantive(parts))).toBe(
      true,
    );
  });

  it('reads a name of an unknown kind as a person and as a company where that differs', () => {
    expect(texts('Min Soo', 'unknown')).toEqual(['min soo', 'ministry soo']);
    expect(texts('Banco Nord SA', 'unknown')).toEqual(['banco nord sa', 'banco nord ag']);
    expect(texts('Jane Rowe', 'unknown')).toEqual(['jane rowe']);
  });

  it('reads Han characters in every language that fits', () => {
    expect(texts('金正恩')).toEqual(['jin zhengen', 'kim jongun', 'kim jong un']);
    expect(texts('田中花子')[0]).toBe('tanaka hanako');
    expect(texts('欧阳修')[0]).toBe('ouyang xiu');
  });

  it('parts the Arabic article from its noun', () => {
    expect(texts('خالد الراشد')).toEqual(['khald al rashd']);
  });

  it.each(['', ' - ', '۞', '...'])('reads nothing in %j', (name) => {
    expect(texts(name)).toEqual([]);
  });
});

describe('a name in Arabic or Hebrew letters', () => {
  it.each([
    { when: 'two letters are no one sound', name: 'طه', read: "t'h" },
    { when: 'one letter is two in Latin', name: 'شكري', read: 'shkry' },
    { when: 'a name of God stands apart', name: 'نصر الله', read: 'nsrallh' },
    { when: 'the faith is written at the name', name: 'نورالدین', read: 'nwr al dyn' },
    { when: 'a short noun follows its servant', name: 'عبد الحق', read: 'abdl hq' },
    { when: 'samekh stands before he', name: 'סהר', read: "s'hr" },
  ])('is read letter by letter: $when', ({ name, read }) => {
    expect(texts(name)).toEqual([read]);
  });
});

describe('a name with signs that belong to no script', () => {
  it.each([
    { name: 'N’Krumah', script: 'latin' },
    { name: '“Caesar”', script: 'latin' },
    { name: 'Ağa – Ünal', script: 'latin' },
    { name: '“سيف”', script: 'arabic' },
  ])('$name is $script', ({ name, script }) => {
    expect(scriptOf(name)).toBe(script);
  });

  it.each(['عبدالرحمان', 'عبد الرحمان'])('%s is read in two, however it is written', (name) => {
    const [tokens = []] = readingsOf(name, 'person');
    expect(tokens.map(({ text }) => text)).toEqual(['abdl', 'rhman']);
  });

  it.each(['عبدالله', 'عبد الله'])('%s is one word', (name) => {
    const [tokens = []] = readingsOf(name, 'person');
    expect(tokens.map(({ text }) => text)).toEqual(['abdullah']);
  });
});
