import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import type { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { type Observer, type Span, UNOBSERVED } from '../../kernel/observer.ts';
import { type Silent, type SourceCall, SourceUnavailable } from '../source-call.ts';
import { type BreakerSettings, CircuitBreaker } from './circuit-breaker.ts';
import { readAnswer, type VendorAnswer } from './vendor-answer.ts';
import { failureOf, failureOfStatus, isTimeout, VendorFailure } from './vendor-failure.ts';
import { HealthRecord, type VendorHealth } from './vendor-health.ts';

/** Where a vendor is, and how long and how much it may answer. */
export type VendorSettings = {
  readonly name: string;
  /** Without a slash at the end. */
  readonly url: string;
  readonly timeoutMs: number;
  /** A larger answer is none; 8 MB where not given. */
  readonly largestBytes?: number;
  readonly breaker?: BreakerSettings;
};

export type VendorTools = {
  readonly agent: Dispatcher;
  readonly now: Clock;
  readonly observer?: Pick<Observer, 'span' | 'providerAsked'>;
};

export type VendorRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Begins with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

type Reading<T> = {
  /** @throws {@link VendorFailure} where it does not hold */
  readonly read: (answer: VendorAnswer) => T;
};

/**
 * Somebody elsewhere who is asked over HTTPS. An ask gives what was read, or {@link Silent} where
 * asking again is of no use.
 */
export type Vendor = {
  readonly name: string;
  /** @throws SourceUnavailable where asking again may help */
  send<T>(asked: VendorRequest & Reading<T>, call: Pick<SourceCall, 'signal'>): Promise<T | Silent>;
  health(): VendorHealth;
};

const LARGEST_BYTES = 8 * 1024 * 1024;

/** One ask at a time goes out once; repeating is the business of whoever asks. */
export function openVendor(settings: VendorSettings, tools: VendorTools): Vendor {
  const { agent, now, observer = UNOBSERVED } = tools;
  const { name, timeoutMs } = settings;
  const breaker = new CircuitBreaker(settings.breaker);
  const record = new HealthRecord();
  let lastBecause: VendorFailure['because'] = 'error';
  const facts = { 'provider.name': name };
  return {
    name,
    health: () => record.read(breaker.state(now())),
    send: (asked, call) => observer.span('provider', facts, (span) => ask(asked, call, span)),
  };

  async function ask<T>(
    { read, ...asked }: VendorRequest & Reading<T>,
    call: Pick<SourceCall, 'signal'>,
    span: Span,
  ): Promise<T | Silent> {
    const startedAt = performance.now();
    const tell = (outcome: string) => {
      observer.providerAsked({
        provider: name,
        outcome,
        seconds: (performance.now() - startedAt) / 1000,
      });
      span.tell({ 'provider.outcome': outcome });
    };
    if (!breaker.admits(now())) {
      tell('spared');
      const what = 'is left alone after failing several times in a row';
      return { ...silent(name, lastBecause, what), isForNow: true };
    }
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const answer = read(await exchange({ settings, agent }, asked, signal));
      breaker.succeeded();
      record.succeeded(now(), performance.now() - startedAt);
      tell('answered');
      return answer;
    } catch (cause) {
      if (call.signal.aborted && !isTimeout(call.signal.reason)) {
        breaker.calledOff();
        tell('called-off');
        throw call.signal.reason;
      }
      const failure = failureOf(signal.aborted ? signal.reason : cause);
      record.failed(now(), failure.what);
      lastBecause = failure.because;
      // Who refuses is there.
      if (failure.because === 'refused') breaker.succeeded();
      else breaker.failed(now());
      tell(failure.because);
      return endOf(name, failure);
    }
  }
}

/** The reading of JSON in one shape. */
export function json<S extends z.ZodType>(schema: S): Reading<z.output<S>> {
  return { read: (answer) => readAnswer(schema, answer) };
}

function endOf(name: string, failure: VendorFailure): Silent {
  const { because, what, isWorthRepeating } = failure;
  if (!isWorthRepeating || because === 'refused') return silent(name, because, what);
  throw new SourceUnavailable(name, because);
}

function silent(name: string, because: VendorFailure['because'], what: string): Silent {
  return { outcome: 'silent', because, detail: `${name} ${what}` };
}

type Line = { readonly settings: VendorSettings; readonly agent: Dispatcher };

async function exchange(
  { settings, agent }: Line,
  { method, path, headers, body }: VendorRequest,
  signal: AbortSignal,
): Promise<VendorAnswer> {
  const answer = await request(`${settings.url}${path}`, {
    dispatcher: agent,
    method,
    signal,
    headers: {
      'user-agent': 'Probity',
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const failure = failureOfStatus(answer.statusCode) ?? encodingFailure(answer.headers);
  if (failure) {
    answer.body.on('error', () => undefined).destroy();
    throw failure;
  }
  const largest = settings.largestBytes ?? LARGEST_BYTES;
  return { status: answer.statusCode, body: await bytesOf(answer.body, largest) };
}

function encodingFailure(headers: Dispatcher.ResponseData['headers']): VendorFailure | undefined {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return undefined;
  return new VendorFailure('error', 'answered in an encoding that was not asked for');
}

async function bytesOf(body: Readable, largest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size > largest) throw new VendorFailure('error', 'answered with more than is accepted');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
