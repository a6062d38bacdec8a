import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { encode as encodePng } from 'fast-png';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const require = createRequire(import.meta.url);

/** What is used of the font reader, which comes without types. */
type FontReader = {
  parse(file: ArrayBuffer): {
    getPath(text: string, x: number, y: number, size: number): { commands: readonly Command[] };
  };
};
const { parse } = require('opentype.js') as FontReader;
const WIDTH = 1_200;
const HEIGHT = 400;
const FONT_SIZE = 40;

type Edge = readonly [x: number, y: number, toX: number, toY: number];

/** A page with lines of print near its lower edge, as a PNG. */
export function printedPage(lines: readonly string[]): Buffer {
  const file = require.resolve(
    '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff',
  );
  const font = parse(new Uint8Array(readFileSync(file)).buffer);
  const data = new Uint8Array(WIDTH * HEIGHT).fill(255);
  for (const [at, line] of lines.entries()) {
    const y = HEIGHT - 40 - (lines.length - 1 - at) * 70;
    fill(data, edgesOf(font.getPath(line, 40, y, FONT_SIZE).commands));
  }
  return Buffer.from(encodePng({ width: WIDTH, height: HEIGHT, data, channels: 1, depth: 8 }));
}

/** A barcode as a PNG. */
export async function barcodePng(payload: string, format: 'PDF417' | 'QRCode'): Promise<Buffer> {
  const wasm = readFileSync(require.resolve('zxing-wasm/writer/zxing_writer.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  const { image, error } = await writeBarcode(payload, { format, scale: 3 });
  if (!image) throw new Error(`No barcode was made: ${error}`);
  return Buffer.from(await image.arrayBuffer());
}

type Command = {
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly x1?: number;
  readonly y1?: number;
};

/** Straight edges of an outline; curves become a few of them each. */
function edgesOf(commands: readonly Command[]): Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number) => {
    edges.push([x, y, toX, toY]);
    [x, y] = [toX, toY];
  };
  for (const command of commands) {
    const { x: toX = 0, y: toY = 0, x1 = 0, y1 = 0 } = command;
    if (command.type === 'M') [x, y, startX, startY] = [toX, toY, toX, toY];
    else if (command.type === 'Z') lineTo(startX, startY);
    else if (command.type === 'Q') {
      const [fromX, fromY] = [x, y];
      for (let step = 1; step <= 8; step++) {
        const t = step / 8;
        const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
        lineTo(a * fromX + b * x1 + c * toX, a * fromY + b * y1 + c * toY);
      }
    } else lineTo(toX, toY);
  }
  return edges;
}

/** Blackens what lies inside an outline, row by row. */
function fill(data: Uint8Array, edges: readonly Edge[]): void {
  for (let row = 0; row < HEIGHT; row++) {
    const middle = row + 0.5;
    const crossings = edges
      .filter(([, y, , toY]) => y <= middle !== toY <= middle)
      .map(([x, y, toX, toY]) => ({
        x: x + ((middle - y) / (toY - y)) * (toX - x),
        turn: y < toY ? 1 : -1,
      }))
      .sort((one, other) => one.x - other.x);
    let winding = 0;
    for (const [at, { x, turn }] of crossings.entries()) {
      winding += turn;
      const next = crossings[at + 1];
      if (winding === 0 || !next) continue;
      data.fill(0, row * WIDTH + Math.round(x), row * WIDTH + Math.round(next.x));
    }
  }
}
