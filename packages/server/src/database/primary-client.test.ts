import { expect, it } from 'vitest';
import { DatabaseUnavailable } from './database-failure.ts';
import { PrimaryFinder, primaryClientOf } from './primary-client.ts';

const nowhere = new PrimaryFinder([{ host: '127.0.0.1', port: 1 }]);

it('says that no host takes changes, and asks all of them anew the next time', async () => {
  const first = nowhere.locate();
  await expect(first).rejects.toBeInstanceOf(DatabaseUnavailable);
  const second = nowhere.locate();
  expect(second).not.toBe(first);
  await expect(second).rejects.toThrow('none of its hosts takes changes');
});

it('does not end the process when a connection is lost that nobody holds yet', async () => {
  const client = new (primaryClientOf(nowhere))();
  await expect(client.connect()).rejects.toBeInstanceOf(DatabaseUnavailable);
  expect(() => client.emit('error', new Error('lost'))).not.toThrow();
});
