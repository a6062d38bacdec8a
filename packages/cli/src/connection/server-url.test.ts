import { describe, expect, it } from 'vitest';
import { WrongUsage } from '../terminal/refusal.ts';
import { serverUrl } from './server-url.ts';

describe('serverUrl', () => {
  it.each([
    { when: 'nothing is set', env: {}, expected: 'http://127.0.0.1:8080' },
    { when: 'a port is set', env: { PROBITY_PORT: '9090' }, expected: 'http://127.0.0.1:9090' },
    {
      when: 'the server listens on one address',
      env: { PROBITY_HOST: 'kyc.internal' },
      expected: 'http://kyc.internal:8080',
    },
    {
      when: 'the server listens everywhere',
      env: { PROBITY_HOST: '0.0.0.0' },
      expected: 'http://127.0.0.1:8080',
    },
    {
      when: 'it listens everywhere on IPv6',
      env: { PROBITY_HOST: '::' },
      expected: 'http://127.0.0.1:8080',
    },
    { when: 'the host is IPv6', env: { PROBITY_HOST: '::1' }, expected: 'http://[::1]:8080' },
    {
      when: 'an address is set, whatever the port',
      env: { PROBITY_URL: 'https://kyc.example/probity/', PROBITY_PORT: '1' },
      expected: 'https://kyc.example/probity',
    },
    { when: 'the address is empty', env: { PROBITY_URL: '' }, expected: 'http://127.0.0.1:8080' },
  ])('is $expected when $when', ({ env, expected }) => {
    expect(serverUrl(env)).toBe(expected);
  });

  it.each([
    { PROBITY_URL: 'kyc.example' },
    { PROBITY_URL: 'ftp://kyc.example' },
    { PROBITY_URL: 'https://me:secret@kyc.example' },
    { PROBITY_URL: 'https://kyc.example/?key=secret' },
    { PROBITY_PORT: '0' },
    { PROBITY_PORT: '65536' },
    { PROBITY_PORT: '80 80' },
    { PROBITY_PORT: '' },
  ])('refuses %o without repeating it', (env) => {
    const refused = () => serverUrl(env);

    expect(refused).toThrow(WrongUsage);
    expect(refused).not.toThrow(/secret/);
  });
});
