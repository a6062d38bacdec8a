import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * What this provider knows, and how it answers: one function for each path of the protocol. Replace
 * them with calls to your own systems.
 */
const { people, watched } = JSON.parse(
  await readFile(new URL('people.json', import.meta.url), 'utf8'),
);

const same = (one, other) => one !== undefined && one?.toLowerCase() === other?.toLowerCase();
const finding = (isSame, part) => ({
  result: isSame ? 'MATCH' : 'NO_MATCH',
  strengths: { [part]: isSame ? 100 : 0 },
});

/** The person whose name is asked about; nobody for a stranger. */
function personOf({ names }) {
  const current = names.find(({ standing }) => standing === 'current');
  return people.find((one) => same(one.given, current?.given) && same(one.family, current?.family));
}

export function identity({ subject, attributes }) {
  const person = personOf(subject);
  const compared = {
    name: subject.names.map(({ objectId, given, family }) => ({
      objectId,
      ...finding(same(person?.given, given) && same(person?.family, family), 'fullName'),
    })),
    dob: subject.births.map(({ objectId, date }) => ({
      objectId,
      ...finding(same(person?.birth, date), 'fullDateOfBirth'),
    })),
    address: subject.addresses.map(({ objectId, postalCode }) => ({
      objectId,
      ...finding(same(person?.postalCode, postalCode), 'postalCode'),
    })),
    gender: [],
  };
  return {
    sources: [
      {
        source: 'example-roll',
        sourceName: 'Example roll',
        attributes: attributes.flatMap((attribute) =>
          compared[attribute].map((one) => ({ attribute, ...one })),
        ),
      },
    ],
  };
}

export function documents({ subject, documents: wanted }) {
  const known = personOf(subject)?.documents ?? [];
  const asked = subject.documents.filter(({ objectId }) => wanted.includes(objectId));
  return {
    sources: [
      {
        source: 'example-register',
        sourceName: 'Example register',
        documents: asked.map(({ objectId, ...document }) => ({
          documentId: objectId,
          ...finding(
            known.some((one) =>
              ['type', 'country', 'primaryIdentifier'].every((part) =>
                same(one[part], document[part]),
              ),
            ),
            'primaryIdentifier',
          ),
        })),
      },
    ],
  };
}

export function fraud({ subjects }) {
  return {
    findings: subjects.map((subject) => {
      const isBad = JSON.stringify(subject).includes('mailinator');
      return {
        objectId: subject.objectId,
        kind: subject.kind,
        riskLevel: isBad ? 'HIGH' : 'LOW',
        indicators: isBad
          ? [{ name: 'disposable', value: 'true', because: 'The address can be had by anybody' }]
          : [],
      };
    }),
  };
}

export function visa({ name, birth }) {
  const person = people.find((one) => same(one.family, name.family) && same(one.birth, birth));
  if (!person?.visa) return { outcome: 'none' };
  const hasExpired = person.visa.expiryDate < new Date().toISOString().slice(0, 10);
  return { outcome: 'held', visa: { ...person.visa, hasExpired, noExpiry: false } };
}

export function lookup({ lookup: wanted, individual }) {
  const { givenName: given, familyName: family } = individual.name ?? {};
  const person = people.find((one) => same(one.given, given) && same(one.family, family));
  return { facts: { lookup: wanted, isKnown: person !== undefined } };
}

/** Half of the words in common are worth a look; all of them are a match. */
export function watchlist({ query, kinds, limit }) {
  const wordsOf = (name) => new Set(name.toLowerCase().split(/[\s,.-]+/));
  const likeness = (one, other) => {
    const shared = [...wordsOf(one)].filter((word) => wordsOf(other).has(word)).length;
    return shared / Math.max(wordsOf(one).size, wordsOf(other).size);
  };
  const hits = watched
    .filter(({ kind }) => kinds.includes(kind))
    .map((one) => ({
      one,
      score: Math.max(...query.names.map(({ full }) => likeness(full, one.name))),
    }))
    .filter(({ score }) => score >= 0.5)
    .map(({ one, score }) => ({
      list: 'example-watched',
      score,
      isMatch: score === 1,
      entry: {
        reference: one.reference,
        names: [{ full: one.name, quality: 'primary' }],
        births: [{ from: one.birth }],
        countries: [{ code: one.nationality, name: one.nationality, link: 'NATIONALITY' }],
        listings: [{ kind: one.kind, authority: 'Example provider', reason: one.reason }],
      },
    }));
  const list = 'example-watched';
  return hits.length > limit
    ? { lists: [], silent: [{ list, because: 'too-many-hits' }], hits: hits.slice(0, limit) }
    : { lists: [{ list, version: '1', asOf: new Date().toISOString() }], hits };
}

const sessions = new Map();

export function start() {
  const sessionId = randomUUID();
  sessions.set(sessionId, { isDone: false });
  const tokenExpiry = new Date(Date.now() + 3_600_000).toISOString();
  return { sessionId, token: randomUUID(), tokenExpiry };
}

/** Takes its time, and calls back when it is done. */
export function submit({ sessionId, images }, callBack) {
  const session = sessions.get(sessionId);
  if (!session) return undefined;
  setTimeout(() => {
    session.isDone = true;
    session.isClear = images.length > 0;
    callBack(sessionId);
  }, 200);
  return { pending: true, status: 'CHECK_PROCESSING' };
}

export function result({ sessionId }) {
  const session = sessions.get(sessionId);
  if (!session) return undefined;
  if (!session.isDone) return { pending: true, status: 'CHECK_PROCESSING' };
  const verdict = session.isClear ? 'clear' : 'rejected';
  const component = (kind, element) => ({
    kind,
    result: verdict.toUpperCase(),
    outcomeRaw: verdict,
    elements: { [element]: { originalName: element, resultNormalized: verdict } },
  });
  return {
    components: [
      component('document', 'visual_authenticity'),
      component('face-comparison', 'face'),
    ],
  };
}
