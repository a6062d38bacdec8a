import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../packages/server/src/database/embedded/run-program.ts';

/** Enough for the database, its log and what nodes keep; little enough to be full in a moment. */
const SIZE = '1500m';
const BLOCK = Buffer.alloc(1024 * 1024);

/** A disk of its own, in memory, that can be filled to the last byte. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Null where this user may not mount anything. */
  static async mount(folder: string): Promise<SmallDisk | null> {
    const path = join(folder, 'disk');
    await mkdir(path, { mode: 0o711 });
    const options = ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0711`, 'tmpfs', path];
    const { code } = await runProgram('mount', options, null);
    return code === 0 ? new SmallDisk(path) : null;
  }

  /** Writes until nothing more fits. */
  async fill(): Promise<void> {
    const ballast = await open(this.#ballast, 'w');
    try {
      for (;;) await ballast.write(BLOCK);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      await ballast.close();
    }
  }

  async free(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }

  async unmount(): Promise<void> {
    await runProgram('umount', ['-l', this.path], null);
  }

  get #ballast(): string {
    return join(this.path, 'ballast');
  }
}
