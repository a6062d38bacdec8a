/** What is used of the text recogniser, which comes without types. */
export type Recogniser = {
  Init(folder: string, language: string, engine: number): number;
  SetVariable(name: string, value: string): boolean;
  /** Takes the image from `/input` of the module's own files. */
  SetImageFile(orientation: number, angle: number, scale: number): number;
  Recognize(monitor: null): number;
  GetUTF8Text(): string;
};

export type RecogniserFactory = (options: {
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}) => Promise<{
  readonly FS: { writeFile(path: string, content: Uint8Array): void };
  readonly TessBaseAPI: new () => Recogniser;
}>;
