import { type LicenceBarcode, readLicenceBarcode } from '@probity/documents/barcodes/aamva';
import type { Mrz } from '@probity/documents/mrz/mrz';
import { countryOfMrzCode } from '@probity/documents/mrz/mrz-state';
import { readMrz } from '@probity/documents/mrz/read-mrz';
import type { PhotoRead } from './idv-desk.ts';
import type { IdvReading } from './idv-session.ts';

const GENDERS = { F: 'FEMALE', M: 'MALE', X: 'OTHER' } as const;
const TYPES: Readonly<Record<string, string>> = { P: 'PASSPORT', V: 'VISA' };

/** What a photo says with certainty: a zone counts only when all of its check digits hold. */
export function readingOfPhoto(
  photo: Extract<PhotoRead, { outcome: 'read' }>,
  today: string,
): IdvReading | undefined {
  const mrz = photo.zone === undefined ? undefined : readMrz(photo.zone, today);
  if (mrz?.checkDigitsHold) return ofZone(mrz);
  const [barcode] = photo.barcodes.flatMap(({ payload }) => readLicenceBarcode(payload) ?? []);
  return barcode && ofBarcode(barcode);
}

function ofZone(mrz: Mrz): IdvReading {
  return said({
    documentType: TYPES[mrz.documentCode.slice(0, 1)] ?? 'NATIONAL_ID',
    country: countryOfMrzCode(mrz.issuer) ?? undefined,
    primaryIdentifier: mrz.documentNumber,
    given: mrz.givenNames,
    family: mrz.familyName,
    birth: mrz.birthDate?.iso,
    expiresOn: mrz.expiryDate?.iso,
    gender: mrz.sex && GENDERS[mrz.sex],
  });
}

function ofBarcode(barcode: LicenceBarcode): IdvReading {
  return said({
    documentType: 'DRIVERS_LICENSE',
    country: barcode.country,
    primaryIdentifier: barcode.documentNumber,
    given: barcode.givenNames,
    family: barcode.familyName,
    birth: barcode.birthDate,
    expiresOn: barcode.expiryDate,
    gender: barcode.sex && GENDERS[barcode.sex],
  });
}

function said(fields: { readonly [K in keyof IdvReading]: string | undefined }): IdvReading {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as IdvReading;
}
