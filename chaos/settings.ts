import { parseArgs } from 'node:util';

/** What a run is asked for on the command line. */
export type ChaosSettings = {
  readonly minutes: number;
  /** Servers on one database. */
  readonly nodes: number;
  /** Callers that always have a request under way. */
  readonly callers: number;
  /** A primary and a synchronous standby; the primary is lost for good where otherwise it starts again. */
  readonly isFailover: boolean;
  /** Nothing but the last line. */
  readonly isJson: boolean;
};

/** @throws where an option is not known or is no number that makes sense */
export function readSettings(argv: readonly string[]): ChaosSettings {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '2' },
      nodes: { type: 'string', default: '3' },
      callers: { type: 'string', default: '8' },
      failover: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    minutes: positive('minutes', values.minutes),
    nodes: Math.max(2, Math.round(positive('nodes', values.nodes))),
    callers: Math.round(positive('callers', values.callers)),
    isFailover: values.failover,
    isJson: values.json,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`--${name} must be a number above 0.`);
}
