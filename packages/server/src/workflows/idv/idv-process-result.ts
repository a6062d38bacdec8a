import type { StoredIndividual } from '../../features/entities/individual.ts';
import { type CapturedDocument, filesOf, type WholeCapture } from '../../features/idv/capture.ts';
import type { IdvCheck } from '../../features/idv/idv-check.ts';
import { readElements } from '../../features/idv/ocr-result.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { IdvAnswer, IdvComponent } from '../../providers/idv-provider.ts';
import type { StepInput } from '../step-type.ts';
import { processResultOf } from '../steps/process-result-of.ts';
import { type Comparison, compareReading } from './compare-reading.ts';
import type { IdvConfiguration } from './idv-configuration.ts';

/** What a provider said of one capture, and of whom. */
export type Answered = {
  readonly check: IdvCheck;
  readonly answer: Extract<IdvAnswer, { outcome: 'answered' }>;
  /** As they are when the answer is judged. */
  readonly individual: StoredIndividual;
};

type Input = StepInput<IdvConfiguration>;

/** One result for each part of the check, all in the group of the check. */
export function idvResultsOf(input: Input, answered: Answered): readonly ProcessResult[] {
  const { check, answer } = answered;
  const parts = answer.components.map((component) => componentResult(input, answered, component));
  const ocr = parts.find((_, at) => answer.components[at]?.kind === 'ocr');
  const compared = comparisonResult(input, answered, ocr?.processResultId);
  return [...parts, ...(compared ? [compared] : [])].map((result) => ({
    ...result,
    groupId: check.idvCheckId,
  }));
}

function componentResult(
  input: Input,
  { check, answer, individual }: Answered,
  component: IdvComponent,
): ProcessResult {
  const { capture, provider } = check.session;
  const { outcomeRaw, reference, elements } = component;
  return processResultOf(input, {
    class: 'IDV',
    result: component.result,
    ...objectOf(input, capture),
    derivedFrom: restsOn(capture, individual),
    evidence: {
      providerResult: { name: provider, source: provider, ...(reference && { reference }) },
      supplementaryData: {
        ...particularsOf(component.kind, capture, answer),
        outcomeRaw,
        requiredElements: input.configuration.requiredElements,
        resultMap:
          component.kind === 'ocr' && answer.reading
            ? withReadings(elements, readElements(answer.reading))
            : elements,
      },
    },
  });
}

/** What each element says, beside how it was judged. */
function withReadings(
  elements: IdvComponent['elements'],
  readings: Readonly<Record<string, object>>,
): object {
  return Object.fromEntries(
    Object.entries(elements).map(([name, element]) => [name, { ...readings[name], ...element }]),
  );
}

function particularsOf(
  kind: IdvComponent['kind'],
  capture: WholeCapture | undefined,
  { reading }: Answered['answer'],
): object {
  const { front, back, documentId } = capture?.document ?? {};
  const selfie = capture?.selfie;
  const face = {
    ...(selfie && {
      comparedSelfieId: selfie.documentId,
      comparedSelfieAttachmentId: selfie.attachmentId,
    }),
  };
  switch (kind) {
    case 'document':
      return {
        type: 'IDV_DOCUMENT',
        ...(front && {
          attachmentIds: {
            front: front.attachmentId,
            ...(back && { back: back.attachmentId }),
          },
        }),
        ...(reading?.documentType && { detectedDocumentType: reading.documentType }),
        ...(reading?.country && { detectedDocumentCountry: reading.country }),
      };
    case 'face-comparison':
      return {
        type: 'IDV_FACIAL_COMPARISON',
        ...face,
        ...(front && {
          comparedDocumentId: documentId,
          comparedDocumentAttachmentId: front.attachmentId,
        }),
      };
    case 'liveness':
      return { type: 'IDV_FACIAL_LIVENESS', ...face };
    case 'ocr':
      return {
        type: 'IDV_OCR',
        ...(front && {
          scannedDocumentId: documentId,
          scannedAttachmentFrontId: front.attachmentId,
        }),
        ...(back && { scannedAttachmentBackId: back.attachmentId }),
      };
  }
}

/** Our own comparison of what was read with what is on record: a difference is for a person to look at. */
function comparisonResult(
  input: Input,
  { check, answer, individual }: Answered,
  ocrResultId: string | undefined,
): ProcessResult | undefined {
  const { capture, provider } = check.session;
  if (!answer.reading) return undefined;
  const compared = compareReading(individual, answer.reading, {
    documentNumber: numberOnRecord(individual, capture?.document),
    today: input.now().toISOString().slice(0, 10),
  });
  if (!compared) return undefined;
  return processResultOf(input, {
    class: 'IDV',
    result: Object.keys(compared.differ).length > 0 ? 'SUSPECTED' : 'CLEAR',
    ...objectOf(input, capture),
    derivedFrom: restsOn(capture, individual),
    evidence: {
      providerResult: { name: provider, source: 'probity', sourceNormalized: 'probity' },
      supplementaryData: comparisonData(input, individual, { compared, ocrResultId }),
    },
  });
}

function comparisonData(
  { configuration }: Input,
  { name, dateOfBirth }: StoredIndividual,
  of: { readonly compared: Comparison; readonly ocrResultId: string | undefined },
): object {
  const { agree, differ } = of.compared;
  return {
    type: 'IDV_OCR_COMPARISON',
    comparisonSource: 'ENTITY',
    outcomeRaw: Object.keys(differ).length > 0 ? 'differs from the record' : 'agrees',
    requiredElements: configuration.requiredElements,
    ...(of.ocrResultId && { ocrResultId: of.ocrResultId }),
    ...(name?.nameId && { nameId: name.nameId }),
    ...(dateOfBirth?.dateOfBirthId && { dobId: dateOfBirth.dateOfBirthId }),
    resultMap: agree,
    mismatchMap: differ,
  };
}

function numberOnRecord(
  { documents }: StoredIndividual,
  document: CapturedDocument | undefined,
): string | undefined {
  const kept = documents?.IDENTITY?.find(({ documentId }) => documentId === document?.documentId);
  return kept?.primaryIdentifier;
}

/** Captured elsewhere, a document is none that is kept here: then it is about the person. */
function objectOf({ run }: Input, capture: WholeCapture | undefined) {
  const documentId = capture?.document.documentId;
  return documentId
    ? { objectType: 'DOCUMENT', objectId: documentId }
    : { objectType: 'INDIVIDUAL', objectId: run.entityId };
}

/**
 * The same for every part, so that a check counts as a whole or not at all: where the person changes, none
 * of it is taken over without being compared with them anew.
 */
function restsOn(capture: WholeCapture | undefined, individual: StoredIndividual): string[] {
  const { document, selfie } = capture ?? {};
  const ids = [document?.documentId, selfie?.documentId].flatMap((id) => id ?? []);
  return [...ids, ...(capture ? filesOf(capture) : []), ...comparedElements(individual)];
}

function comparedElements({
  name,
  alternateNames = [],
  dateOfBirth,
  alternateDatesOfBirth = [],
}: StoredIndividual): string[] {
  return [
    ...[name, ...alternateNames].map((one) => one?.nameId),
    ...[dateOfBirth, ...alternateDatesOfBirth].map((one) => one?.dateOfBirthId),
  ].flatMap((id) => id ?? []);
}
