import { describe, expect, it } from 'vitest';
import { readHostList } from './host-list.ts';

describe('readHostList', () => {
  it.each([
    {
      of: 'one host',
      url: 'postgres://u:p@one:5432/d?sslmode=require',
      urls: ['postgres://u:p@one:5432/d?sslmode=require'],
      wish: undefined,
    },
    {
      of: 'several hosts, each with its own port or none',
      url: 'postgresql://u:p@one:5433,two,[::1]:5435/d',
      urls: [
        'postgresql://u:p@one:5433/d',
        'postgresql://u:p@two/d',
        'postgresql://u:p@[::1]:5435/d',
      ],
      wish: undefined,
    },
    {
      of: 'a password that a comma is in',
      url: 'postgres://u:p%2C,q@one,two/d',
      urls: ['postgres://u:p%2C,q@one/d', 'postgres://u:p%2C,q@two/d'],
      wish: undefined,
    },
    {
      of: 'a wish alone',
      url: 'postgres://one,two/d?target_session_attrs=read-write',
      urls: ['postgres://one/d', 'postgres://two/d'],
      wish: 'read-write',
    },
    {
      of: 'a wish before and after others',
      url: 'postgres://one/d?a=1&target_session_attrs=primary&sslmode=no-verify',
      urls: ['postgres://one/d?a=1&sslmode=no-verify'],
      wish: 'primary',
    },
    {
      of: 'a wish in front',
      url: 'postgres://one/d?target_session_attrs=any&a=1',
      urls: ['postgres://one/d?a=1'],
      wish: 'any',
    },
    {
      of: 'a wish at the end',
      url: 'postgres://one/d?a=1&target_session_attrs=standby',
      urls: ['postgres://one/d?a=1'],
      wish: 'standby',
    },
  ])('reads $of', ({ url, urls, wish }) => {
    expect(readHostList(url)).toEqual({ urls, wish });
  });

  it.each(['', 'hush', 'mysql://u@h/d', 'postgres://a:x,b/d', 'postgres://a,,b/d'])(
    'is not taken in by %j',
    (url) => {
      expect(readHostList(url)).toBeUndefined();
    },
  );
});
