/** Which version of which list an index holds, and how much of it. */
export type ScreeningFigures = {
  readonly listId: string;
  readonly version: string;
  readonly entryCount: number;
  /** Names that can be found; a name in Han characters counts once for each way it is read. */
  readonly nameCount: number;
  /** Names that hold no word that could be compared, and so are never found. */
  readonly unreadableNameCount: number;
};
