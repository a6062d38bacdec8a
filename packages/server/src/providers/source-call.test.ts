import { describe, expect, it } from 'vitest';
import { chosenProviders, type Provider } from './source-call.ts';

const TENANT = { tenantId: 'one', isSandbox: false };
const always = (name: string): Provider => ({ name, serves: () => true });
const sandbox: Provider = { name: 'sandbox', serves: ({ isSandbox }) => isSandbox };
const KNOWN = [always('register'), sandbox, always('bureau')];

describe('chosenProviders', () => {
  it('asks in the order of the configuration', () => {
    expect(chosenProviders(KNOWN, ['bureau', 'register'], TENANT)).toEqual({
      chosen: [KNOWN[2], KNOWN[0]],
      missing: [],
    });
  });

  it('takes everybody who serves the tenant for *, each once', () => {
    const { chosen } = chosenProviders(KNOWN, ['bureau', '*'], TENANT);
    expect(chosen.map(({ name }) => name)).toEqual(['bureau', 'register']);
  });

  it('says which are missing: unknown ones, and those of invented people for real tenants', () => {
    const names = ['nobody', 'sandbox', 'register'];
    expect(chosenProviders(KNOWN, names, TENANT).missing).toEqual(['nobody', 'sandbox']);
    const invented = { ...TENANT, isSandbox: true };
    expect(chosenProviders(KNOWN, names, invented).missing).toEqual(['nobody']);
  });
});
