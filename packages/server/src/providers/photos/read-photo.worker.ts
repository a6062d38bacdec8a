import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { findZone } from '@probity/documents/mrz/repair-zone';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { PhotoAnswer } from '../photo-reader.ts';
import { decodeImage, type GreyImage, narrowed } from './decode-image.ts';
import type { RecogniserFactory } from './recogniser.ts';

const require = createRequire(import.meta.url);

/** Wide enough for a zone of 44 characters to be sharp. */
const RECOGNISED_WIDTH = 1_600;
const BARCODE_WIDTH = 3_000;
const MOST_BARCODES = 4;
const FORMATS = ['PDF417', 'QRCode', 'DataMatrix'] as const;
/** Lines of one block of text, and its neural recogniser alone. */
const ONE_BLOCK = '6';
const NEURAL = 1;

/** Reads one file and ends: whatever it took is given back with the thread. */
parentPort?.on('message', (bytes: Uint8Array) => {
  read(Buffer.from(bytes))
    .then((answer) => parentPort?.postMessage(answer))
    .finally(() => parentPort?.close());
});

async function read(bytes: Buffer): Promise<PhotoAnswer> {
  const image = decodeImage(bytes);
  if (typeof image === 'string') return { outcome: 'unreadable', because: image };
  const barcodes = await barcodesIn(narrowed(image, BARCODE_WIDTH));
  const zone = barcodes.length > 0 ? undefined : await zoneIn(narrowed(image, RECOGNISED_WIDTH));
  if (barcodes.length === 0 && zone === undefined) {
    return { outcome: 'unreadable', because: 'nothing-found' };
  }
  return { outcome: 'read', barcodes, ...(zone !== undefined && { zone }) };
}

async function barcodesIn({ width, height, data: grey }: GreyImage) {
  // From the package on the disk: left to itself the library fetches it from the network.
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    data.fill(grey[pixel] ?? 0, pixel * 4, pixel * 4 + 3);
    data[pixel * 4 + 3] = 255;
  }
  const image = { width, height, data, colorSpace: 'srgb' as const };
  const found = await readBarcodes(image, {
    formats: [...FORMATS],
    maxNumberOfSymbols: MOST_BARCODES,
    textMode: 'Plain',
  });
  return found
    .filter(({ isValid }) => isValid)
    .map(({ format, text }) => ({ format: String(format), payload: text }));
}

async function zoneIn({ width, height, data }: GreyImage): Promise<string | undefined> {
  const factory = require('tesseract.js-core/tesseract-core-simd-lstm.js') as RecogniserFactory;
  const core = await factory({ print: () => undefined, printErr: () => undefined });
  core.FS.writeFile('/eng.traineddata', gunzipSync(readFileSync(trainedData())));
  const recogniser = new core.TessBaseAPI();
  if (recogniser.Init('/', 'eng', NEURAL) !== 0) throw new Error('The recogniser did not start.');
  recogniser.SetVariable('tessedit_char_whitelist', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<');
  recogniser.SetVariable('tessedit_pageseg_mode', ONE_BLOCK);
  core.FS.writeFile('/input', Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]));
  recogniser.SetImageFile(0, 0, 1);
  recogniser.Recognize(null);
  return findZone(recogniser.GetUTF8Text(), new Date().toISOString().slice(0, 10));
}

function trainedData(): string {
  const manifest = require.resolve('@tesseract.js-data/eng/package.json');
  return manifest.replace(/package\.json$/, '4.0.0_best_int/eng.traineddata.gz');
}
