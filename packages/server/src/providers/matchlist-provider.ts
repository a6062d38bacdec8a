import type {
  MatchlistMatches,
  MatchlistQuery,
} from '../features/matchlists/find-matches.command.ts';

/** Looks for a person on the lists that their tenant keeps. */
export type MatchlistProvider = {
  readonly name: string;
  find(query: MatchlistQuery): Promise<MatchlistMatches>;
};
