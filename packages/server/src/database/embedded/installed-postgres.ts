import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Where Debian and its descendants keep the server programs, which are not on PATH there. */
const DEBIAN = '/usr/lib/postgresql';
const PROGRAM = process.platform === 'win32' ? 'pg_ctl.exe' : 'pg_ctl';

/** Folders of this machine that hold PostgreSQL's server programs: PATH first, newest Debian next. */
export function findInstalledPrograms(): readonly string[] {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...new Set([...onPath, ...debianFolders()].flatMap(programsIn))];
}

function debianFolders(): string[] {
  if (!existsSync(DEBIAN)) return [];
  return readdirSync(DEBIAN)
    .sort((a, b) => Number(b) - Number(a))
    .map((major) => join(DEBIAN, major, 'bin'));
}

/** A program on PATH may be a link into the folder that holds its siblings, as on Alpine. */
function programsIn(folder: string): string[] {
  const program = join(folder, PROGRAM);
  return existsSync(program) ? [dirname(realpathSync(program))] : [];
}
