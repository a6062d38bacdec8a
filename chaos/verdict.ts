/** What the last look at everything has found: each line says what was promised and what is there. */
export class Verdict {
  /** Acknowledged, and not there any more. */
  readonly lost: string[] = [];
  /** Done twice, or to two ends. */
  readonly doubled: string[] = [];
  /** Promised, and not done although nothing is in its way. */
  readonly stuck: string[] = [];
  /** Whatever else must not be. */
  readonly violations: string[] = [];

  get isClean(): boolean {
    return this.lines().length === 0;
  }

  lines(): string[] {
    return [
      ...this.lost.map((line) => `lost: ${line}`),
      ...this.doubled.map((line) => `doubled: ${line}`),
      ...this.stuck.map((line) => `stuck: ${line}`),
      ...this.violations.map((line) => `violation: ${line}`),
    ];
  }
}
