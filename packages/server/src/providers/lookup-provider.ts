import type { Individual } from '@probity/contract/individual';
import type { Provider, Silent, SourceCall } from './source-call.ts';

export type LookupAnswer =
  | {
      readonly outcome: 'answered';
      /** What conditions may ask about, under the step's name. */
      readonly facts: Readonly<Record<string, string | number | boolean>>;
      readonly reference?: string;
    }
  | Silent;

/** Somebody who can be asked anything else about a person. */
export type LookupProvider = Provider & {
  lookUp(
    ask: { readonly entityId: string; readonly individual: Individual; readonly lookup: string },
    call: SourceCall,
  ): Promise<LookupAnswer>;
};
