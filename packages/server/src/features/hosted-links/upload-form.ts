import countries from 'i18n-iso-countries/index.js';
import { contentTypeOf } from '../entities/content-type.ts';
import type { Upload } from './upload.ts';

/** What came with a form: plain fields, and files as far as they were taken. */
export type ReceivedForm = {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, ReceivedFile>>;
};

export type ReceivedFile = { readonly bytes: Buffer; readonly isTooLarge: boolean };

export const LARGEST_PHOTO_MB = 10;

/** Documents that the page takes, as people call them. */
export const DOCUMENT_KINDS: readonly (readonly [string, string])[] = [
  ['PASSPORT', 'Passport'],
  ['DRIVERS_LICENSE', 'Driver licence'],
  ['NATIONAL_ID', 'Identity card'],
];

const names = new Intl.DisplayNames('en', { type: 'region' });

/** Countries by their code of three letters, by name. */
export const COUNTRIES: readonly (readonly [string, string])[] = Object.entries(
  countries.getAlpha3Codes(),
)
  .map(([code, region]): readonly [string, string] => [code, names.of(region) ?? code])
  .sort(([, one], [, other]) => one.localeCompare(other, 'en'));

/** The parts of the form, by name. */
export type FormField = 'documentType' | 'country' | 'front' | 'back' | 'selfie' | 'consent';

/** What is wrong, by the part of the form that it is about. */
export type FormProblems = Readonly<Partial<Record<FormField, string>>>;

export type ReadForm =
  | { readonly isComplete: true; readonly upload: Upload }
  | { readonly isComplete: false; readonly problems: FormProblems };

/** Looks at everything, so that all that is wrong is told at once. */
export function readForm(
  { fields, files }: ReceivedForm,
  { hasConsent }: { readonly hasConsent: boolean },
): ReadForm {
  const { documentType = '', country = '' } = fields;
  const problems: Partial<Record<FormField, string>> = {};
  if (!DOCUMENT_KINDS.some(([kind]) => kind === documentType)) {
    problems.documentType = 'Choose the kind of document.';
  }
  if (!COUNTRIES.some(([code]) => code === country)) {
    problems.country = 'Choose the country that issued the document.';
  }
  const front = photo(files.front, 'the front of the document');
  const back = isChosen(files.back) ? photo(files.back, 'the back of the document') : undefined;
  const selfie = photo(files.selfie, 'your face');
  for (const [part, read] of Object.entries({ front, back, selfie })) {
    if (typeof read === 'string') problems[part as 'front'] = read;
  }
  if (!hasConsent && fields.consent !== 'yes') {
    problems.consent = 'We may check your photos only if you agree.';
  }
  if (Object.keys(problems).length > 0 || !Buffer.isBuffer(front) || !Buffer.isBuffer(selfie)) {
    return { isComplete: false, problems };
  }
  const more = Buffer.isBuffer(back) ? { back } : {};
  return { isComplete: true, upload: { documentType, country, front, selfie, ...more } };
}

/** A browser sends an empty part where no file was chosen. */
function isChosen(file: ReceivedFile | undefined): file is ReceivedFile {
  return file !== undefined && file.bytes.length > 0;
}

const PHOTOS: ReadonlySet<string | undefined> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
]);

/** The bytes of a photo, or what is wrong with it. */
function photo(file: ReceivedFile | undefined, what: string): Buffer | string {
  if (!isChosen(file)) return `Choose a photo of ${what}.`;
  if (file.isTooLarge) {
    return `The photo of ${what} is larger than ${LARGEST_PHOTO_MB} megabytes.`;
  }
  if (!PHOTOS.has(contentTypeOf(file.bytes, undefined))) {
    return `The photo of ${what} must be a JPEG, PNG, WebP or HEIC image.`;
  }
  return file.bytes;
}
