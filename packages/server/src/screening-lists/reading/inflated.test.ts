import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, fileOf } from '../test-real-lists.ts';
import { inflated } from './inflated.ts';

const packed = gzipSync(Buffer.from('reference,name\n'.repeat(1000)));

describe('inflated', () => {
  it('hands out the same bytes, packed or not, in whatever pieces they come', async () => {
    const content = fc.uint8Array({ maxLength: 300 }).filter(([first]) => first !== 0x1f);
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 2, max: 50 }), async (bytes, pieceBytes) => {
        const plain = Buffer.from(bytes);
        expect(await bytesOf(inflated(fileOf('x', plain, pieceBytes)))).toEqual(plain);
        expect(await bytesOf(inflated(fileOf('x', gzipSync(plain), pieceBytes)))).toEqual(plain);
      }),
    );
  });

  it('refuses content that breaks off', async () => {
    for (const end of [packed.length - 1, packed.length - 9, 20]) {
      await expect(bytesOf(inflated(fileOf('x', packed.subarray(0, end))))).rejects.toMatchObject({
        details: [{ issue: expect.stringContaining('truncated') }],
      });
    }
  });

  it('refuses content that is damaged', async () => {
    const damaged = Buffer.from(packed);
    damaged.writeUInt32LE(0, damaged.length - 8);

    await expect(bytesOf(inflated(fileOf('x', damaged)))).rejects.toMatchObject({
      details: [{ issue: expect.stringContaining('damaged') }],
    });
  });
});
