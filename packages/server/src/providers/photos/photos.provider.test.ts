import { readLicenceBarcode } from '@probity/documents/barcodes/aamva';
import { readMrz } from '@probity/documents/mrz/read-mrz';
import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import type { PhotoAnswer } from '../photo-reader.ts';
import type { SourceCall } from '../source-call.ts';
import { photosProvider } from './photos.provider.ts';
import { barcodePng, printedPage } from './test-photos.ts';

const ZONE = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const LICENCE =
  '@\n\x1e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\nDCSPUBLIC\nDACJOHN\nDADQUINCY\nDBB01311970\nDBA01312035\nDBD01312020\nDBC1\nDAJAZ\nDCGUSA\r';

const call = (signal = AbortSignal.timeout(60_000)): SourceCall => ({
  tenantId: 'tenant',
  isSandbox: false,
  idempotencyKey: 'key',
  signal,
});

async function read(bytes: Buffer | undefined, signal?: AbortSignal): Promise<PhotoAnswer> {
  const reader = photosProvider(async () => bytes);
  return reader.read({ entityId: 'entity', attachmentId: 'file' }, call(signal));
}

function asJpeg(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 4, 255);
  return Buffer.from(jpeg.encode({ width, height, data }, 80).data);
}

const blank = (width: number, height: number) =>
  Buffer.from(
    encodePng({ width, height, data: new Uint8Array(width * height).fill(200), channels: 1 }),
  );

describe('the reader of photos', { timeout: 120_000 }, () => {
  it('reads the zone of a passport, with every check digit', async () => {
    const answer = await read(printedPage(ZONE));
    if (answer.outcome !== 'read') throw new Error(JSON.stringify(answer));
    expect(readMrz(answer.zone ?? '', '2026-03-04')).toMatchObject({
      format: 'TD3',
      documentNumber: 'L898902C3',
      familyName: 'ERIKSSON',
      birthDate: { iso: '1974-08-12' },
      checkDigitsHold: true,
    });
  });

  it('does not take a zone for read whose check digits are wrong', async () => {
    const [first = '', second = ''] = ZONE;
    const forged = second.replace('7408122', '7508122');
    expect(await read(printedPage([first, forged]))).toEqual({
      outcome: 'unreadable',
      because: 'nothing-found',
    });
  });

  it('reads the barcode of a licence', async () => {
    const answer = await read(await barcodePng(LICENCE, 'PDF417'));
    if (answer.outcome !== 'read') throw new Error(JSON.stringify(answer));
    expect(readLicenceBarcode(answer.barcodes[0]?.payload ?? '')).toMatchObject({
      documentNumber: 'D12345678',
      familyName: 'PUBLIC',
      givenNames: 'JOHN QUINCY',
      birthDate: '1970-01-31',
      country: 'USA',
    });
  });

  it('reads a QR code as it is', async () => {
    expect(await read(await barcodePng('hello', 'QRCode'))).toMatchObject({
      outcome: 'read',
      barcodes: [{ payload: 'hello' }],
    });
  });

  it.each([
    { what: 'nothing kept', bytes: undefined, because: 'not-kept' },
    { what: 'text', bytes: Buffer.from('a letter'), because: 'not-an-image' },
    { what: 'an empty file', bytes: Buffer.alloc(0), because: 'not-an-image' },
    { what: 'a GIF', bytes: Buffer.from('GIF89a nothing'), because: 'unsupported-image' },
    { what: 'the head of a PNG', bytes: blank(40, 40).subarray(0, 20), because: 'damaged' },
    { what: 'half a PNG', bytes: printedPage(ZONE).subarray(0, 400), because: 'damaged' },
    { what: 'half a JPEG', bytes: asJpeg(64, 64).subarray(0, 60), because: 'damaged' },
    { what: 'a blank page', bytes: blank(400, 200), because: 'nothing-found' },
    { what: 'a blank JPEG', bytes: asJpeg(64, 64), because: 'nothing-found' },
    { what: 'a file of 21 MB', bytes: Buffer.alloc(21 * 1024 * 1024), because: 'too-large' },
  ])('says so of $what: $because', async ({ bytes, because }) => {
    expect(await read(bytes)).toEqual({ outcome: 'unreadable', because });
  });

  it('unpacks no image whose header promises more than a phone takes', async () => {
    const bomb = Buffer.from(blank(40, 40));
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    expect(await read(bomb)).toEqual({ outcome: 'unreadable', because: 'too-large' });
  });

  it('is cut off when its time is up', async () => {
    await expect(read(printedPage(ZONE), AbortSignal.abort(new Error('late')))).rejects.toThrow(
      'late',
    );
  });
});
