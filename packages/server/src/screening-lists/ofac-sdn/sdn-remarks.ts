import type { CountryLink } from '@probity/screening';
import { birthCountry, countryCode, listedCountry } from '../reading/country.ts';
import { addIfKnown, type EntryDraft } from '../reading/entry-draft.ts';
import { publisherBirth } from '../reading/publisher-date.ts';
import { sdnDocument } from './sdn-document.ts';
import { isFormerName, sdnName } from './sdn-name.ts';

/** How many of the remarks were understood, for measuring; `other` holds the rest as written. */
export type RemarksCoverage = { understood: number; readonly other: string[] };

type Rule = {
  readonly pattern: RegExp;
  /** False where the segment looked right but could not be read after all. */
  readonly take: (draft: EntryDraft, matched: string, segment: string) => boolean;
};

/** Facts that an entry has no field for: they stay in the remarks, word for word, and are known. */
const KEPT =
  /^(?:Additional Sanctions Information -|Secondary sanctions risk|Transactions Prohibited|Executive Order \d+|CAATSA|(?:Phone|Telephone|Fax|Mobile|Cell)\b|Email Address|Organization (?:Established|Type)|Aircraft (?:Model|Manufacture Date|Type)|Former Vessel|Vessel (?:Type|Year|Flag|Build)|Other Vessel|Target Type|Effective Date|Listing Date|PEESA|For more information|all offices|Nationality of Registration|Aircraft Type|Year|Vessel Year|Gross|IFCA|Section \d|Fax\b|Telex|UN\/LOCODE|Previous Aircraft|ICTY indictee|(?:reportedly )?arrested|ethnicity|Tribe|(?:and )?all (?:other )?(?:branches|locations)|other offices)/i;

/** Family of somebody who is listed, as `son of …`. */
const KIN =
  /^((?:half-|step)?(?:brother|sister)|(?:former )?(?:wife|husband|spouse)|son|daughter|child|father|mother|uncle|nephew|cousin|(?:brother|sister|son|daughter|father)-in-law) of (.+)$/i;

/** Ranks, offices and forms of address. */
const TITLE =
  /^(?:(?:Acting|Deputy|Vice|First|Second|Third|Senior|Chief|Former|Assistant|Major|Brigadier|Lieutenant|Lt\.?|Maj\.?|Brig\.?|Col\.?|Executive|Managing|General|Supreme|State|Interim|Political|Military|Provincial|Presidential|Permanent|Special|Joint|Sub|Under|Honorary|Staff|Vice-)[ -])*(?:President|Vice-President|Vice-Chair\w*|Prime Minister|Ministers?|Minister-\w+|General|Colonel|Lt\. Col|Captain|Commander|Admiral|Marshal|Brigadier|Major|Lieutenant|Chairm[ae]n|Chairperson|Chairwoman|Chair|Director|Director-General|Manager|Governor|Mayor|Secretary|Secretary-General|Member|Leader|Head|Chief|Ambassador|Senator|Judge|Magistrate|Justice|Rector|Deputy|Representative|Advis[eo]r|Aide|Officer|Official|Employee|Commissioner|Spokes\w+|Coordinator|Treasurer|Doctor|Dr|Professor|Engineer|Sheikh|Shaykh|Mullah|Maulawi|Maulana|Haji|Hajji|Hojjatoleslam|Ayatollah|Speaker|Partner|Owner|Founder|Politician|Attorney|Supervisor|Prosecutor|Inspector|Superintendent|Administrator|CEO)\b.*$|^[^\d:]*\b(?:Official|Representative|Employee|Member|Minister|Colonel|General|Advisor|Deputy|Director|Commander)$/i;

const RULES: readonly Rule[] = [
  { pattern: /^DOB:? (.+)$/, take: takeBirth },
  { pattern: /^POB:? (.+)$/, take: takeBirthPlace },
  { pattern: /^Nationality of Registration (.+)$/i, take: takeCountry('INCORPORATION') },
  { pattern: /^nationality(?: of)?:? (.+)$/i, take: takeCountry('NATIONALITY') },
  { pattern: /^citizen(?:ship)?(?: of)?:? (.+)$/i, take: takeCountry('CITIZENSHIP') },
  { pattern: /^Gender:? (\w+)$/i, take: takeGender },
  { pattern: /^[afn]\.?k\.?a\.?:? (.+)$/i, take: takeName },
  { pattern: /^\(?Linked To:? (.+?)\)?$/i, take: takeRelated('Linked To') },
  { pattern: /^Aircraft Operator (.+)$/, take: takeRelated('Aircraft Operator') },
  { pattern: /^Vessel Owner:? (.+)$/i, take: takeRelated('Vessel Owner') },
  { pattern: /^Website:? (\S+)$/i, take: takeLink },
  { pattern: /^(?:is )?deceased\b(.*)$/i, take: takeDeath },
  { pattern: /^(.+)$/, take: takeDocument },
  { pattern: KIN, take: takeKin },
  { pattern: TITLE, take: takeTitle },
  { pattern: KEPT, take: keep },
];

/** Reads OFAC's remarks, in which all that has no column stands, and adds the facts to the draft. */
export function readSdnRemarks(draft: EntryDraft, remarks: string): RemarksCoverage {
  const coverage: RemarksCoverage = { understood: 0, other: [] };
  for (const segment of segmentsOf(remarks)) {
    const bare = segment.replace(/^alt\. /i, '');
    const isTitle = draft.titles.includes(segment);
    if (isTitle || RULES.some((rule) => applies(rule, { draft, bare, segment }))) {
      coverage.understood += 1;
    } else {
      draft.remarks.push(segment);
      coverage.other.push(segment);
    }
  }
  return coverage;
}

type Segment = { readonly draft: EntryDraft; readonly bare: string; readonly segment: string };

function applies({ pattern, take }: Rule, { draft, bare, segment }: Segment): boolean {
  const match = pattern.exec(bare);
  return match !== null && take(draft, (match[1] ?? '').trim(), segment);
}

/** The full stop at the end belongs to the text, unless it ends an abbreviation such as `S.A.`. */
function segmentsOf(remarks: string): string[] {
  const text = remarks.trim().replace(/(?<!\b(?:\p{L}|LTD|CO|INC|CORP|Jr|Sr))\.$/u, '');
  return text
    .split(';')
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '');
}

function takeBirth(draft: EntryDraft, written: string): boolean {
  const birth = publisherBirth(written);
  addIfKnown(draft.births, birth);
  return birth !== undefined;
}

function takeBirthPlace(draft: EntryDraft, place: string): boolean {
  draft.birthPlaces.push(place);
  addIfKnown(draft.countries, birthCountry(place));
  return true;
}

function takeCountry(link: CountryLink): Rule['take'] {
  return (draft, written) => {
    addIfKnown(draft.countries, listedCountry(written, link));
    return countryCode(written) !== undefined;
  };
}

function takeGender(draft: EntryDraft, written: string): boolean {
  const gender = written.toUpperCase();
  if (gender !== 'MALE' && gender !== 'FEMALE') return false;
  draft.genders.push(gender);
  return true;
}

/** Names in the remarks are what OFAC calls weak: broad, common or only known within a circle. */
function takeName(draft: EntryDraft, written: string, segment: string): boolean {
  const name = written
    .replace(/^['‘"](.+)['’"]$/, '$1')
    .replace(/^'(.+)'$/, '$1')
    .trim();
  const isFormer = isFormerName(segment.replace(/^alt\. /i, ''));
  draft.names.push(sdnName(name, draft.kind, { quality: 'weak', ...(isFormer && { isFormer }) }));
  return true;
}

function takeRelated(relationship: string): Rule['take'] {
  return (draft, name) => {
    draft.relatedParties.push({ name, relationship });
    return true;
  };
}

function takeLink(draft: EntryDraft, url: string): boolean {
  draft.links.push({ url: /^https?:/i.test(url) ? url : `http://${url}` });
  return true;
}

function takeDeath(draft: EntryDraft, _detail: string, segment: string): boolean {
  draft.isDeceased = true;
  draft.remarks.push(segment);
  return true;
}

function takeDocument(draft: EntryDraft, written: string): boolean {
  if (KEPT.test(written)) return false;
  const document = sdnDocument(written);
  addIfKnown(draft.documents, document);
  return document !== undefined;
}

function takeKin(draft: EntryDraft, relationship: string, segment: string): boolean {
  const name = segment.slice(segment.toLowerCase().indexOf(' of ') + ' of '.length);
  draft.relatedParties.push({ name, relationship });
  return true;
}

function takeTitle(draft: EntryDraft, _matched: string, segment: string): boolean {
  draft.titles.push(segment);
  return true;
}

function keep(draft: EntryDraft, _matched: string, segment: string): boolean {
  draft.remarks.push(segment);
  return true;
}
