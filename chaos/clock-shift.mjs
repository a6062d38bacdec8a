/** Loaded into a server before anything else: its clock is wrong by so many milliseconds. */
const shiftMs = Number(process.env.CHAOS_CLOCK_SHIFT_MS ?? '0');
const TrueDate = Date;
const now = () => TrueDate.now() + shiftMs;

globalThis.Date = new Proxy(TrueDate, {
  construct: (_, given) => (given.length === 0 ? new TrueDate(now()) : new TrueDate(...given)),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
