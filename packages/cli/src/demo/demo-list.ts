import { type LocalFile, localFiles } from '../list-files/list-files.ts';
import { findListedPeople, knownFileAmong } from '../listed-people/find-listed-people.ts';
import { SOURCE_OF_FORM } from '../listed-people/list-form.ts';
import type { ListedPerson } from '../listed-people/listed-person.ts';
import { WrongUsage } from '../terminal/refusal.ts';
import { SAMPLE_PEOPLE } from './customer.ts';

/** A list that the demo imports, and who is on it. */
export type DemoList = {
  readonly files: readonly LocalFile[];
  readonly source: string;
  /** One or two; never none. */
  readonly people: readonly ListedPerson[];
};

/** What was said on the command line about the list. */
export type DemoListChoice = {
  /** The folder that a relative path starts from. */
  readonly from: string;
  readonly path: string;
  readonly source: string | undefined;
};

/**
 * The list at a path, with people from it who make good examples.
 *
 * @throws {@link WrongUsage} when there is nothing at the path, or nobody can be picked from it
 */
export async function demoList({ from, path, source }: DemoListChoice): Promise<DemoList> {
  const files = await localFiles(from, [path]);
  const known = await knownFileAmong(files);
  if (!known) {
    throw new WrongUsage(`${path}: the demo cannot tell what list this is.`, [
      'It knows sdn.csv with its companions, the XML of OFAC and of the UN, and Probity’s own form.',
      'Any list that the server reads can be imported with `probity list import … --source …`.',
    ]);
  }
  const people = await findListedPeople(known, 2);
  if (people.length === 0) {
    throw new WrongUsage(`${path}: nobody in it has a plain name and a whole birth date.`);
  }
  return { files, source: source ?? SOURCE_OF_FORM[known.form], people };
}

/** The two customers of the demo: from the list, or from the sample list without one. */
export function customerPair(list: DemoList | undefined): readonly [ListedPerson, ListedPerson] {
  const [first, second = first] = list?.people ?? SAMPLE_PEOPLE;
  return first && second ? [first, second] : SAMPLE_PEOPLE;
}
