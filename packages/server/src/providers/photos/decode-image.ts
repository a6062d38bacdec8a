import { decode as decodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import type { Unreadable } from '../photo-reader.ts';

/** An image in shades of grey, one byte a pixel. */
export type GreyImage = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};

/** Of what a phone takes; more is refused before anything is unpacked. */
const MOST_PIXELS = 40_000_000;
/** What unpacking one JPEG may take. */
const JPEG_MEMORY_MB = 600;

/** Unpacks a PNG or a JPEG, by its bytes, or says why not. */
export function decodeImage(bytes: Buffer): GreyImage | Unreadable {
  if (isPng(bytes)) return guarded(pngPixels(bytes), () => fromPng(bytes));
  if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) {
    return guarded(jpegPixels(bytes), () => fromJpeg(bytes));
  }
  return looksLikeImage(bytes) ? 'unsupported-image' : 'not-an-image';
}

function guarded(pixels: number | undefined, decode: () => GreyImage): GreyImage | Unreadable {
  if (pixels === undefined || pixels === 0) return 'damaged';
  if (pixels > MOST_PIXELS) return 'too-large';
  try {
    return decode();
  } catch {
    return 'damaged';
  }
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'));
}

/** From the header, so that a small file cannot ask for much memory. */
function pngPixels(bytes: Buffer): number | undefined {
  return bytes.length < 24 ? undefined : bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
}

/** From the first frame header (SOF): all markers but three of C0 to CF are one. */
function jpegPixels(bytes: Buffer): number | undefined {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7);
    }
    // Fillers before a marker stand alone.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function fromPng(bytes: Buffer): GreyImage {
  const { width, height, data, channels, depth, palette } = decodePng(bytes);
  const shift = depth === 16 ? 8 : 0;
  const grey = new Uint8Array(width * height);
  if (depth < 8) throw new Error('Packed pixels');
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const colour = palette?.[data[pixel] ?? 0];
    const at = pixel * channels;
    const sample = (offset: number) =>
      colour ? (colour[offset] ?? 0) : (data[at + (channels < 3 ? 0 : offset)] ?? 0) >> shift;
    grey[pixel] = lightness(sample(0), sample(1), sample(2));
  }
  return { width, height, data: grey };
}

function fromJpeg(bytes: Buffer): GreyImage {
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    maxResolutionInMP: MOST_PIXELS / 1_000_000,
    maxMemoryUsageInMB: JPEG_MEMORY_MB,
  });
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const at = pixel * 4;
    grey[pixel] = lightness(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  }
  return { width, height, data: grey };
}

function lightness(red: number, green: number, blue: number): number {
  return (red * 77 + green * 150 + blue * 29) >> 8;
}

function looksLikeImage(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 12).toString('latin1');
  return /^(GIF8|II\*\0|MM\0\*|BM)/.test(head) || /^(RIFF....WEBP|....ftyp)/s.test(head);
}

/** The image at most so wide, by averaging: recognising more pixels takes longer and finds no more. */
export function narrowed(image: GreyImage, mostWide: number): GreyImage {
  const factor = Math.ceil(image.width / mostWide);
  if (factor <= 1) return image;
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[y * width + x] = averageOf(image, { x: x * factor, y: y * factor, factor });
    }
  }
  return { width, height, data };
}

function averageOf(
  { data, width }: GreyImage,
  { x, y, factor }: { readonly x: number; readonly y: number; readonly factor: number },
): number {
  let sum = 0;
  for (let row = y; row < y + factor; row++) {
    for (let column = x; column < x + factor; column++) sum += data[row * width + column] ?? 0;
  }
  return Math.round(sum / (factor * factor));
}

/** Files that are larger are not even looked at. */
export const MOST_BYTES = 20 * 1024 * 1024;
