import { createHash } from 'node:crypto';
import {
  COUNTRIES,
  DOCUMENT_KINDS,
  type FormField,
  type FormProblems,
  LARGEST_PHOTO_MB,
} from './upload-form.ts';

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 34rem; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
label, legend { display: block; font-weight: 600; margin-top: 1.5rem; }
.hint { display: block; font-weight: 400; }
input, select, button { font: inherit; max-width: 100%; }
select, input[type=file] { box-sizing: border-box; display: block; margin-top: .25rem; min-height: 2.75rem; width: 100%; }
.choice { align-items: start; display: flex; gap: .75rem; font-weight: 400; }
.choice input { flex: none; height: 1.5rem; width: 1.5rem; }
button { border-radius: .25rem; margin-top: 2rem; min-height: 3rem; padding: 0 1.5rem; }
.problem { border-left: .25rem solid; font-weight: 600; padding-left: .5rem; }
.summary, .notice { border: .125rem solid; padding: 0 1rem; }
:focus-visible { outline: .1875rem solid; outline-offset: .125rem; }
`;

/** The page runs nothing, loads nothing and is shown in nobody's frame; its one style is named by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer here: neither caches nor other sites learn of the address. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-opener-policy': 'same-origin',
};

/** The form as it is shown, first or again with what is wrong. Nothing on it says whose it is. */
export type ShownForm = {
  readonly hasConsent: boolean;
  readonly isSandbox: boolean;
  readonly problems: FormProblems;
  /** What was chosen before. */
  readonly chosen: { readonly documentType?: string; readonly country?: string };
};

export function formPage(shown: ShownForm): string {
  const { problems, chosen, hasConsent, isSandbox } = shown;
  const isWrong = Object.keys(problems).length > 0;
  return page(isWrong ? 'Something is missing' : 'Send your document', [
    ...(isSandbox
      ? ['<p class="notice">This is a test. Do not send documents of real people.</p>']
      : []),
    ...summaryOf(problems),
    '<p>We need photos of a document and of your face. Take them in good light, with the whole document in the picture.</p>',
    '<form method="post" enctype="multipart/form-data" novalidate>',
    selectOf('documentType', 'Kind of document', { options: DOCUMENT_KINDS, shown }),
    selectOf('country', 'Country that issued it', { options: COUNTRIES, shown }),
    fileOf('front', 'Front of the document, or the page with your photo', problems),
    fileOf('back', 'Back of the document', problems),
    fileOf('selfie', 'Your face', problems),
    ...(hasConsent ? [] : [consentOf(problems)]),
    '<button type="submit">Send</button>',
    '</form>',
    ...(chosen.documentType && isWrong ? ['<p>Photos have to be chosen again.</p>'] : []),
  ]);
}

/** A page that says one thing, and where to go on. */
export function messagePage(
  title: string,
  text: string,
  next?: { readonly url: string; readonly label: string },
): string {
  return page(title, [
    `<p>${escaped(text)}</p>`,
    ...(next
      ? [`<p><a href="${escaped(next.url)}" rel="noreferrer">${escaped(next.label)}</a></p>`]
      : []),
  ]);
}

function page(title: string, parts: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...parts,
    '</main>',
    '</body>',
    '</html>',
  ].join('\n');
}

/** What is wrong, first and with links to it: also for whoever does not see the page. */
function summaryOf(problems: FormProblems): string[] {
  const items = Object.entries(problems).map(
    ([part, problem]) => `<li><a href="#${part}">${escaped(problem)}</a></li>`,
  );
  if (items.length === 0) return [];
  return [
    '<div class="summary" role="alert">',
    '<h2>Please look at this again</h2>',
    `<ul>${items.join('')}</ul>`,
    '</div>',
  ];
}

type Selecting = {
  readonly options: readonly (readonly [string, string])[];
  readonly shown: ShownForm;
};

function selectOf(
  part: 'documentType' | 'country',
  label: string,
  { options, shown }: Selecting,
): string {
  const chosen = shown.chosen[part];
  const choices = options.map(([value, name]) => {
    const isChosen = value === chosen ? ' selected' : '';
    return `<option value="${escaped(value)}"${isChosen}>${escaped(name)}</option>`;
  });
  return [
    `<label for="${part}">${escaped(label)}</label>`,
    problemOf(part, shown.problems),
    `<select id="${part}" name="${part}" required${attributesOf(part, shown.problems)}>`,
    '<option value="">Choose…</option>',
    ...choices,
    '</select>',
  ].join('\n');
}

function fileOf(part: 'front' | 'back' | 'selfie', label: string, problems: FormProblems): string {
  // A document may have been photographed before; a face is photographed now.
  const camera = part === 'selfie' ? ' capture="user"' : '';
  const optional = part === 'back' ? ' (if it has one)' : '';
  const required = part === 'back' ? '' : ' required';
  return [
    `<label for="${part}">${escaped(label)}${optional}`,
    `<span class="hint" id="${part}-hint">A photo, ${LARGEST_PHOTO_MB} megabytes at most.</span></label>`,
    problemOf(part, problems),
    `<input id="${part}" name="${part}" type="file" accept="image/*"${camera}${required}${attributesOf(part, problems, `${part}-hint`)}>`,
  ].join('\n');
}

function consentOf(problems: FormProblems): string {
  return [
    problemOf('consent', problems),
    `<label class="choice" for="consent"><input id="consent" name="consent" type="checkbox" value="yes" required${attributesOf('consent', problems)}>`,
    '<span>I agree that my document and my face are checked with these photos.</span></label>',
  ].join('\n');
}

function problemOf(part: FormField, problems: FormProblems): string {
  const problem = problems[part];
  return problem ? `<p class="problem" id="${part}-problem">${escaped(problem)}</p>` : '';
}

function attributesOf(part: FormField, problems: FormProblems, hint?: string): string {
  const problem = problems[part] ? `${part}-problem` : undefined;
  const described = [hint, problem].filter((id) => id !== undefined).join(' ');
  return `${problem ? ' aria-invalid="true"' : ''}${described ? ` aria-describedby="${described}"` : ''}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
