import { SaxesParser } from 'saxes';
import { type ListFile, ListUnreadable } from '../list-source.ts';
import { strictText } from './strict-text.ts';

/** One element with everything inside it; names are without their namespace prefix. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** The text directly inside, trimmed; empty where there is none. */
  text: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
};

export type XmlShape = {
  /** The file's outermost element; another one means another kind of file. */
  readonly root: string;
  /** Elements that are handed out whole as soon as they end; what lies outside them is dropped. */
  readonly records: ReadonlySet<string>;
  /** Called with the outermost element's attributes before the first record. */
  readonly onRoot?: (attributes: Readonly<Record<string, string>>) => void;
};

const DEEPEST_ELEMENT = 64;
const LARGEST_RECORD_CHARACTERS = 8 * 1024 * 1024;

/** The records of an XML file, one by one, as soon as each has ended. */
export async function* xmlRecords(file: ListFile, shape: XmlShape): AsyncGenerator<XmlElement> {
  const reader = new RecordReader(file, shape);
  for await (const text of strictText(file)) {
    reader.write(text);
    yield* reader.takeFinished();
  }
  reader.close();
  yield* reader.takeFinished();
}

/** The children of that name, in the file's order. */
export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The first child of that name. */
export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** The text of the first child of that name; empty where there is none. */
export function childText(element: XmlElement, name: string): string {
  return childNamed(element, name)?.text ?? '';
}

/** Every non-empty text of the elements named `item` inside the children named `group`. */
export function groupedTexts(element: XmlElement, group: string, item: string): string[] {
  return childrenNamed(element, group)
    .flatMap((child) => childrenNamed(child, item))
    .map((child) => child.text)
    .filter((text) => text !== '');
}

class RecordReader {
  readonly #file: ListFile;
  readonly #shape: XmlShape;
  readonly #parser = new SaxesParser();
  readonly #open: XmlElement[] = [];
  #finished: XmlElement[] = [];
  #depth = 0;
  #recordCharacters = 0;

  constructor(file: ListFile, shape: XmlShape) {
    this.#file = file;
    this.#shape = shape;
    this.#parser.on('error', (cause) => {
      throw this.#notWellFormed(cause);
    });
    this.#parser.on('opentag', (tag) => this.#begin(tag.name, tag.attributes));
    this.#parser.on('closetag', () => this.#end());
    this.#parser.on('text', (text) => this.#addText(text));
    this.#parser.on('cdata', (text) => this.#addText(text));
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  close(): void {
    this.#parser.close();
    if (this.#depth > 0) throw this.#truncated();
  }

  takeFinished(): XmlElement[] {
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  #begin(prefixedName: string, attributes: Record<string, string>): void {
    const name = localName(prefixedName);
    this.#depth += 1;
    if (this.#depth === 1) this.#checkRoot(name, attributes);
    if (this.#depth > DEEPEST_ELEMENT) throw this.#unreadable('Elements are nested too deeply.');
    const parent = this.#open.at(-1);
    if (!parent && (this.#depth === 1 || !this.#shape.records.has(name))) return;

    const element = { name, attributes, children: [], text: '', line: this.#parser.line };
    if (!parent) this.#recordCharacters = 0;
    parent?.children.push(element);
    this.#open.push(element);
  }

  #end(): void {
    this.#depth -= 1;
    const element = this.#open.pop();
    if (!element) return;
    element.text = element.text.trim();
    if (this.#open.length === 0) this.#finished.push(element);
  }

  #addText(text: string): void {
    const element = this.#open.at(-1);
    if (!element) return;
    this.#recordCharacters += text.length;
    if (this.#recordCharacters > LARGEST_RECORD_CHARACTERS) {
      throw this.#unreadable('A record is too long to be one.');
    }
    element.text += text;
  }

  #checkRoot(name: string, attributes: Record<string, string>): void {
    if (name !== this.#shape.root) {
      throw this.#unreadable(
        `The file is of another kind: its outermost element is not ${this.#shape.root}.`,
      );
    }
    this.#shape.onRoot?.(attributes);
  }

  #notWellFormed(cause: Error): ListUnreadable {
    const hasEndedEarly = /unclosed tag|document must contain a root|unexpected end/i;
    return hasEndedEarly.test(cause.message)
      ? this.#truncated()
      : this.#unreadable(`The file is not well-formed XML (column ${this.#parser.column}).`);
  }

  #truncated(): ListUnreadable {
    return this.#unreadable('The file is truncated: it ends before its last element does.');
  }

  #unreadable(issue: string): ListUnreadable {
    return new ListUnreadable(issue, { file: this.#file.name, line: this.#parser.line });
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
