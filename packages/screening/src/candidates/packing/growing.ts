/** Whole numbers up to 32 bits, in an array that grows as it is written. */
export class GrowingWords {
  private values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length++] = value;
  }

  at(place: number): number {
    return this.values[place] as number;
  }

  set(place: number, value: number): void {
    this.values[place] = value;
  }

  /** Adds all of these at the end. */
  append(more: Uint32Array): void {
    this.reserve(more.length);
    this.values.set(more, this.length);
    this.length += more.length;
  }

  /** What was written so far; valid until the next push. */
  view(): Uint32Array {
    return this.values.subarray(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.values.length) return;
    const larger = new Uint32Array(Math.max(this.values.length * 2, this.length + more));
    larger.set(this.values);
    this.values = larger;
  }
}

/** Bytes, in an array that grows as it is written. */
export class GrowingBytes {
  private values = new Uint8Array(4096);
  length = 0;

  push(value: number): void {
    this.reserve(1);
    this.values[this.length++] = value;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.values.set(bytes, this.length);
    this.length += bytes.length;
  }

  view(): Uint8Array {
    return this.values.subarray(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.values.length) return;
    const larger = new Uint8Array(Math.max(this.values.length * 2, this.length + more));
    larger.set(this.values);
    this.values = larger;
  }
}
