import type { Operation } from '@probity/contract/operation';
import {
  checkIDVStatus,
  getIDVToken,
  initBiometrics,
  processIDVOCR,
} from '@probity/contract/operations/idv/captures';
import { getHostedUrl } from '@probity/contract/operations/idv/hosted-url';
import type { TestCall } from './test-app.ts';
import { PHOTO } from './test-idv.ts';

type PersonPath = Readonly<Record<string, string>>;

/** A valid request of every operation on captures of one person. */
export const IDV_REQUESTS: readonly {
  readonly operation: Operation;
  readonly call: (path: PersonPath) => TestCall;
}[] = [
  {
    operation: getIDVToken,
    call: (path) => ({
      path,
      body: {
        country: 'AUS',
        documentType: 'PASSPORT',
        referrer: 'https://x.example',
        relayState: 'x',
        products: ['x'],
        comment: { text: 'x' },
      },
    }),
  },
  {
    operation: processIDVOCR,
    call: (path) => ({
      path,
      body: {
        digital: false,
        documentId: path.documentId,
        fileData: { filename: 'a.png', side: 'FRONT', data: { base64: PHOTO.toString('base64') } },
      },
    }),
  },
  { operation: initBiometrics, call: (path) => ({ path, body: { comment: { text: 'x' } } }) },
  { operation: checkIDVStatus, call: (path) => ({ path, body: {} }) },
];

/** A valid request for a link to the upload page. */
export const LINK_REQUEST: (typeof IDV_REQUESTS)[number] = {
  operation: getHostedUrl,
  call: ({ entityId }) => ({
    body: {
      entityId,
      consent: true,
      applicationRef: 'x',
      successRedirectURL: 'https://x.example/done',
      recipientName: 'x',
      sendSMS: false,
      comment: { text: 'x' },
    },
  }),
};
