import { Individual } from '@probity/contract/individual';
import { describe, expect, it } from 'vitest';
import { individualView } from './individual-view.ts';
import { personOf } from './test-people.ts';

const uri = 'https://files.example.org/scan.png';
const person = personOf({
  name: { familyName: 'Quill' },
  documents: {
    IDENTITY: [
      {
        type: 'PASSPORT',
        country: 'NZL',
        attachments: [{ data: { base64: 'AAAA' } }, { data: { uri } }],
      },
    ],
    SUPPORTING: [{ type: 'UTILITY_BILL', country: 'NZL' }],
  },
});
const files = person.documents?.IDENTITY?.[0]?.attachments ?? [];
const contents = new Map(
  files.map(({ attachmentId }) => [attachmentId ?? '', Buffer.from('scan')]),
);

const filesIn = (view: Individual) => view.documents?.IDENTITY?.[0]?.attachments ?? [];

describe('individualView', () => {
  it('shows ids and nothing else where only ids are asked for', () => {
    expect(individualView(person, 'id', contents)).toEqual({
      entityId: person.entityId,
      entityType: 'INDIVIDUAL',
    });
  });

  it('leaves contents out, and says so, unless they are asked for', () => {
    const view = individualView(person, 'meta', contents);

    expect(filesIn(view)).toEqual(
      files.map((file) => ({ ...file, data: { base64: '' }, retrievalStatus: 'EXCLUDED' })),
    );
    expect(view).toMatchObject({ name: person.name, documents: { SUPPORTING: [{}] } });
  });

  it('shows contents that are kept here, and the address of those that are not', () => {
    expect(filesIn(individualView(person, 'base64', contents)).map(({ data }) => data)).toEqual([
      { base64: Buffer.from('scan').toString('base64') },
      { uri },
    ]);
  });

  it.each(['id', 'meta', 'base64'] as const)('keeps to the contract at level %s', (level) => {
    for (const one of [person, personOf({ name: { familyName: 'Solo' } })]) {
      const view = individualView(one, level, contents);
      expect(Individual.parse(view)).toEqual(view);
    }
  });
});
