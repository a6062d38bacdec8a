import { factsOf } from '../terminal/columns.ts';
import { failureReport } from '../terminal/failure-report.ts';
import { plainText } from '../terminal/plain-text.ts';
import { Refusal } from '../terminal/refusal.ts';

/** The server answered otherwise than the story goes. */
export class DemoFailed extends Refusal {
  override readonly name = 'DemoFailed';
}

/** One point of the story, while it is told. */
export type Point = {
  /** A sentence. */
  say(sentence: string): void;
  /** A fact with its name; absent ones are left out. */
  fact(name: string, value: string | number | undefined): void;
  /** @throws {@link DemoFailed} unless `found` is `expected` */
  expect(what: string, expected: string | number | boolean, found: unknown): void;
};

/** What a point told, for programs. */
export type PointRecord = {
  readonly title: string;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly sentences: readonly string[];
};

/** Tells the demo point by point, and stops at the first one that goes otherwise. */
export type Story = {
  point<T>(title: string, tell: (point: Point) => Promise<T>): Promise<T>;
  /** What was told so far. */
  records(): readonly PointRecord[];
};

type Told = { sentences: string[]; facts: Array<readonly [string, string]> };

/** A story that is written as it goes; `write` takes whole lines. */
export function newStory(write: (text: string) => void): Story {
  const records: PointRecord[] = [];
  return {
    async point(title, tell) {
      const number = records.length + 1;
      write(`\n${String(number).padStart(2)}  ${title}\n`);
      const told: Told = { sentences: [], facts: [] };
      const values: Record<string, string | number> = {};
      const flush = () => {
        if (told.facts.length > 0) write(`${indented(factsOf(told.facts))}\n`);
        told.facts = [];
      };
      const point: Point = {
        say(sentence) {
          flush();
          told.sentences.push(sentence);
          write(`      ${plainText(sentence)}\n`);
        },
        fact(name, value) {
          if (value === undefined) return;
          values[name] = value;
          told.facts.push([name, String(value)]);
        },
        expect(what, expected, found) {
          if (found === expected) return;
          throw new DemoFailed(`Expected ${what} to be ${expected}, but it is ${String(found)}.`);
        },
      };
      try {
        return await tell(point);
      } catch (error) {
        throw failedAt(`point ${number}, “${title}”`, error);
      } finally {
        flush();
        records.push({ title, facts: values, sentences: told.sentences });
      }
    },
    records: () => records,
  };
}

function failedAt(place: string, cause: unknown): DemoFailed {
  const { lines } = failureReport(cause);
  return new DemoFailed(`The demo failed at ${place}:`, lines, { cause });
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
