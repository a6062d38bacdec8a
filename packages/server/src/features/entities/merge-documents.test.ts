import type { IdentityDocument } from '@probity/contract/document';
import { describe, expect, it } from 'vitest';
import { InvalidRequest } from '../../kernel/domain-error.ts';
import type { StoredIndividual } from './individual.ts';
import { mergeIndividual } from './merge-individual.ts';
import { CHANGED_AT, MADE_AT, patchOf, personOf } from './test-people.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const base64 = (text: string) => Buffer.concat([PNG, Buffer.from(text)]).toString('base64');
const FRONT = { mimeType: 'image/png', side: 'FRONT', data: { base64: base64('front') } };
const PASSPORT = {
  type: 'PASSPORT',
  country: 'nzl',
  primaryIdentifier: 'AB123',
  issueDate: { year: '2020', month: '2', day: '29' },
  attachments: [FRONT],
};

const withPassport = () =>
  personOf({ name: { familyName: 'Quill' }, documents: { IDENTITY: [PASSPORT] } });

const only = <T>(all: readonly T[] | undefined): T => {
  const [first, ...others] = all ?? [];
  if (first === undefined || others.length > 0) throw new Error('There is not exactly one.');
  return first;
};
const passportOf = ({ documents }: StoredIndividual): IdentityDocument => only(documents?.IDENTITY);

const change = (person: StoredIndividual, document: object) =>
  mergeIndividual(
    person,
    patchOf({ documents: { IDENTITY: [{ ...passportOf(person), ...document }] } }),
    CHANGED_AT,
  );

describe('mergeDocuments', () => {
  it('stamps a new document and its files, and keeps the contents apart', () => {
    const person = withPassport();
    const document = passportOf(person);
    const file = only(document.attachments);

    expect(document).toMatchObject({
      entityId: person.entityId,
      country: 'NZL',
      createdAt: MADE_AT.toISOString(),
      updatedAt: MADE_AT.toISOString(),
      issueDate: { normalized: '2020-02-29', type: 'GREGORIAN' },
    });
    expect(file).toMatchObject({ side: 'FRONT', data: { base64: '' } });
    expect(file.filename).toBe(`${file.attachmentId}.png`);
    expect(JSON.stringify(person)).not.toContain(base64('front'));
  });

  it('hands out every content once, with its document', () => {
    const person = withPassport();
    const { contents, individual } = change(person, {
      attachments: [{ data: { base64: base64('back') }, side: 'BACK' }],
    });

    const { attachments = [], documentId } = passportOf(individual);
    expect(attachments).toHaveLength(2);
    expect(contents).toEqual([
      {
        attachmentId: attachments[1]?.attachmentId,
        documentId,
        bytes: Buffer.from(base64('back'), 'base64'),
      },
    ]);
  });

  it('adds pages over several calls without touching the document', () => {
    let person = withPassport();
    for (const page of [2, 3]) {
      const merged = change(person, {
        attachments: [{ pageNumber: page, data: { base64: base64(`page ${page}`) } }],
      });
      expect(merged.changes).toEqual({
        added: ['attachments'],
        updated: [],
        touched: [],
        unknown: [],
      });
      person = merged.individual;
    }

    const { attachments, updatedAt } = passportOf(person);
    expect(attachments?.map(({ pageNumber }) => pageNumber)).toEqual([undefined, 2, 3]);
    expect(updatedAt).toBe(CHANGED_AT.toISOString());
  });

  it.each(['EXCLUDED', 'FAILED', 'NORMAL'])(
    'ignores the blank data of a file that comes back as %s, and takes its other fields',
    (retrievalStatus) => {
      const person = withPassport();
      const file = only(passportOf(person).attachments);
      const sent = { ...file, retrievalStatus, data: { base64: '' }, side: 'BACK' };
      const { individual, contents, changes } = change(person, { attachments: [sent] });

      expect(contents).toEqual([]);
      expect(only(passportOf(individual).attachments)).toEqual({
        ...file,
        side: 'BACK',
        updatedAt: CHANGED_AT.toISOString(),
      });
      expect(changes).toMatchObject({ updated: ['attachments'], touched: [file.attachmentId] });
    },
  );

  it('changes nothing when a document comes back as it was answered', () => {
    const person = withPassport();
    const file = only(passportOf(person).attachments);
    const answered = { ...file, retrievalStatus: 'EXCLUDED', data: { base64: '' } };
    const { individual, changes } = change(person, { attachments: [answered] });

    expect(individual).toEqual(person);
    expect(changes).toEqual({ added: [], updated: [], touched: [], unknown: [] });
  });

  it('touches the document when one of its own fields changes, and keeps the others', () => {
    const person = withPassport();
    const { documentId } = passportOf(person);
    const { individual, changes } = change(person, { primaryIdentifier: 'CD456' });

    expect(changes).toMatchObject({ updated: ['documents'], touched: [documentId] });
    expect(passportOf(individual)).toEqual({
      ...passportOf(person),
      primaryIdentifier: 'CD456',
      updatedAt: CHANGED_AT.toISOString(),
    });
  });

  it('keeps an address of content in its place, and swaps content for it', () => {
    const uri = 'https://files.example.org/front.png';
    const person = withPassport();
    const file = only(passportOf(person).attachments);
    const swapped = change(person, { attachments: [{ ...file, data: { uri } }] });
    expect(only(passportOf(swapped.individual).attachments).data).toEqual({ uri });
    expect(swapped.contents).toEqual([]);

    const back = change(swapped.individual, { attachments: [{ ...file, ...FRONT }] });
    expect(only(passportOf(back.individual).attachments).data).toEqual({ base64: '' });
    expect(back.contents).toHaveLength(1);
  });

  it('keeps a filename, and makes one of the id and the type where none is given', () => {
    const person = personOf({
      name: { familyName: 'Quill' },
      documents: {
        OTHER: [
          {
            ...PASSPORT,
            attachments: [
              { ...FRONT, filename: 'me.png' },
              { ...FRONT, mimeType: 'application/pdf' },
              { data: { base64: Buffer.from('%PDF-1.7').toString('base64') } },
              { mimeType: 'image/jpeg', data: { base64: Buffer.from('none').toString('base64') } },
            ],
          },
        ],
      },
    });
    const files = only(person.documents?.OTHER).attachments ?? [];

    expect(files.map(({ filename }) => filename)).toEqual([
      'me.png',
      `${files[1]?.attachmentId}.png`,
      `${files[2]?.attachmentId}.pdf`,
      `${files[3]?.attachmentId}.bin`,
    ]);
    expect(files.map(({ mimeType }) => mimeType)).toEqual([
      'image/png',
      'image/png',
      'application/pdf',
      'application/octet-stream',
    ]);
  });

  it('refuses files and documents that are not there, also under another class', () => {
    const person = withPassport();
    const { documentId, attachments } = passportOf(person);
    const merge = (documents: object) => () =>
      mergeIndividual(person, patchOf({ documents }), CHANGED_AT);

    expect(merge({ SUPPORTING: [{ documentId }] })).toThrow(InvalidRequest);
    expect(merge({ IDENTITY: [{ ...PASSPORT, attachments }] })).toThrow(InvalidRequest);
    expect(merge({ IDENTITY: [{ documentId, attachments }] })).not.toThrow();
  });
});
