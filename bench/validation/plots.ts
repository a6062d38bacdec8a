/** Plots as SVG text: no script, no file beside, and readable when printed. */

const WIDTH = 720;
const LEFT = 190;
const ROW = 22;

export type Bar = { readonly label: string; readonly share: number; readonly note: string };

/** Shares from 0 to 1 as bars, each with its figures beside it. */
export function bars(title: string, rows: readonly Bar[], most = 1): string {
  const height = rows.length * ROW + 30;
  const span = WIDTH - LEFT - 150;
  const drawn = rows.map(({ label, share, note }, at) => {
    const y = at * ROW + 8;
    const width = Math.max(0, Math.min(1, share / most)) * span;
    return `<text x="${LEFT - 8}" y="${y + 12}" text-anchor="end">${escaped(label)}</text>
<rect x="${LEFT}" y="${y}" width="${span}" height="15" class="rail"/>
<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="15" class="bar"/>
<text x="${LEFT + span + 8}" y="${y + 12}">${escaped(note)}</text>`;
  });
  return figure(title, height, drawn.join('\n'));
}

export type Curve = {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
};

export type Axes = {
  readonly x: readonly [from: number, to: number, label: string];
  readonly y: readonly [from: number, to: number, label: string];
  /** A vertical line with a word beside it. */
  readonly mark?: readonly [x: number, label: string];
};

const PLOT = { left: 70, top: 14, width: 560, height: 260 };

/** Lines over shared axes, told apart by their dashes as well as their shade. */
export function curves(title: string, lines: readonly Curve[], { x, y, mark }: Axes): string {
  const { left, top, width, height } = PLOT;
  const atX = (value: number) => left + ((value - x[0]) / (x[1] - x[0])) * width;
  const atY = (value: number) => top + height - ((value - y[0]) / (y[1] - y[0])) * height;
  const places = apart(lines.map(({ points }) => atY(points.at(-1)?.[1] ?? y[1]) + 4));
  const drawn = lines.map(({ points, label }, at) => {
    const way = points.map(([px, py]) => `${atX(px).toFixed(1)},${atY(py).toFixed(1)}`).join(' ');
    return `<polyline points="${way}" class="line line-${at % 4}"/>
<text x="${left + width + 6}" y="${places[at]}">${escaped(label)}</text>`;
  });
  const marked = mark
    ? `<line x1="${atX(mark[0])}" x2="${atX(mark[0])}" y1="${top}" y2="${top + height}" class="mark"/>
<text x="${atX(mark[0]) + 4}" y="${top + 12}">${escaped(mark[1])}</text>`
    : '';
  const frame = `<rect x="${left}" y="${top}" width="${width}" height="${height}" class="frame"/>`;
  const ticks = [
    ...ticksOf(x).map((value) => xTick(value, atX(value))),
    ...ticksOf(y).map((value) => yTick(value, atY(value))),
  ];
  const names = `<text x="${left + width / 2}" y="${top + height + 36}" text-anchor="middle">${escaped(x[2])}</text>
<text transform="translate(16 ${top + height / 2}) rotate(-90)" text-anchor="middle">${escaped(y[2])}</text>`;
  return figure(title, top + height + 46, [frame, ...ticks, names, ...drawn, marked].join('\n'));
}

const LINE = 14;

/** Places of labels, moved down where two would lie over each other. */
function apart(places: readonly number[]): number[] {
  const moved: number[] = [];
  for (const place of places) {
    let free = place;
    while (moved.some((other) => Math.abs(other - free) < LINE)) free += LINE;
    moved.push(free);
  }
  return moved;
}

function xTick(value: number, x: number): string {
  const y = PLOT.top + PLOT.height;
  return `<line x1="${x}" x2="${x}" y1="${y}" y2="${y + 4}" class="tick"/>
<text x="${x}" y="${y + 18}" text-anchor="middle">${shown(value)}</text>`;
}

function yTick(value: number, y: number): string {
  return `<line x1="${PLOT.left - 4}" x2="${PLOT.left}" y1="${y}" y2="${y}" class="tick"/>
<text x="${PLOT.left - 8}" y="${y + 4}" text-anchor="end">${shown(value)}</text>`;
}

function ticksOf([from, to]: Axes['x']): number[] {
  return Array.from({ length: 6 }, (_, at) => from + ((to - from) * at) / 5);
}

function shown(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

function figure(title: string, height: number, content: string): string {
  return `<figure><figcaption>${escaped(title)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">
${content}
</svg></figure>`;
}

/** Text as it can stand in HTML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
