import type { DocumentFacts } from '../candidates/entry-record.ts';
import type { QueryDocument } from '../query.ts';
import { type EvidenceSignal, finding } from '../signal.ts';

const AGREES = 0.12;
const DISAGREES = -0.1;
const SHORTEST_NUMBER = 5;

/** The same number on a document is the same person; another number of the same document is another. */
export const document: EvidenceSignal = {
  name: 'document',
  kind: 'evidence',
  weight: AGREES,
  lift: AGREES,
  description: 'An identity number agrees, or the same kind of document has another number.',

  isAsked: ({ documents }) => (documents ?? []).length > 0,

  compare({ documents = [] }, entry) {
    const pairs = documents.flatMap((mine) => entry.documents.map((theirs) => ({ mine, theirs })));
    if (pairs.some(({ mine, theirs }) => isSameNumber(mine, theirs))) {
      return finding('document', 'agrees', [AGREES, 'An identity document has the same number.']);
    }
    const comparable = pairs.filter(({ mine, theirs }) => isSameDocument(mine, theirs));
    if (comparable.length === 0) {
      return finding('document', 'missing', [0, 'No two identity documents can be compared.']);
    }
    const because = 'The same kind of document of the same country has another number.';
    return finding('document', 'disagrees', [DISAGREES, because]);
  },
};

function isSameNumber(mine: QueryDocument, theirs: DocumentFacts): boolean {
  const number = plain(mine.number);
  return number.length >= SHORTEST_NUMBER && number === plain(theirs.number);
}

/** Countries must be known on both sides: people hold passports of several. */
function isSameDocument(mine: QueryDocument, theirs: DocumentFacts): boolean {
  if (mine.type === undefined || mine.country === undefined || theirs.country === undefined)
    return false;
  return mine.country === theirs.country && family(mine.type) === family(theirs.type);
}

function family(type: string): string {
  const word = type.toLowerCase();
  if (word.includes('passport')) return 'passport';
  return /national|identity|identification/u.test(word) ? 'national' : plain(word);
}

function plain(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/gu, '');
}
