/** What somebody uploaded on the page; all of it was looked at. */
export type Upload = {
  readonly documentType: string;
  /** Three letters. */
  readonly country: string;
  readonly front: Buffer;
  readonly back?: Buffer;
  readonly selfie: Buffer;
};
