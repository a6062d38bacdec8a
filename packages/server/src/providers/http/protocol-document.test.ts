import { readFile } from 'node:fs/promises';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { protocolDocument } from './protocol-document.ts';

const document = protocolDocument('1.2.3');

describe('the provider protocol', () => {
  it('is a valid OpenAPI document', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('is described path by path where people read about it', async () => {
    const described = await readFile(
      new URL('../../../../../docs/provider-protocol.md', import.meta.url),
      'utf8',
    );
    const paths = Object.keys(Object(document).paths);
    expect(paths.filter((path) => !described.includes(`\`${path}\``))).toEqual([]);
  });
});
