import { describe, expect, it } from 'vitest';
import { birthCountry, countryCode, listedCountry } from './country.ts';
import { DEMONYMS } from './demonyms.ts';

describe('countryCode', () => {
  it.each([
    ['Iran', 'IRN'],
    ['Iran (Islamic Republic of)', 'IRN'],
    ['Korea, North', 'PRK'],
    ["Democratic People's Republic of Korea", 'PRK'],
    ['Congo, Democratic Republic of the', 'COD'],
    ['Congo', 'COG'],
    ['Burma', 'MMR'],
    ['Türkiye', 'TUR'],
    ['Turkey', 'TUR'],
    ['The Gambia', 'GMB'],
    ['Cote d’Ivoire', 'CIV'],
    ['Palestinian', 'PSE'],
    ['possibly Palestinian', 'PSE'],
    ['China, Hong Kong Special Administrative Region', 'HKG'],
    ['Macedonia, The Former Yugoslav Republic of', 'MKD'],
    ['Pakistani', 'PAK'],
    ['British', 'GBR'],
    ['North Korean', 'PRK'],
    ['GB', 'GBR'],
    ['AUS', 'AUS'],
    ['Kosovo', 'XKX'],
    ['Niger', 'NER'],
    ['Nigeria', 'NGA'],
    ['Guinea', 'GIN'],
  ])('knows %s as %s', (name, code) => {
    expect(countryCode(name)).toBe(code);
  });

  it.each(['', 'former Soviet Union', 'undetermined', 'ZZZ', 'Atlantis'])(
    'does not know %j',
    (name) => {
      expect(countryCode(name)).toBeUndefined();
    },
  );
});

describe('DEMONYMS', () => {
  it('names countries that exist', () => {
    for (const [adjective, code] of DEMONYMS)
      expect([adjective, countryCode(code)]).toEqual([adjective, code]);
  });
});

describe('listedCountry', () => {
  it('keeps the name of a country that is not known', () => {
    expect(listedCountry('former Soviet Union', 'NATIONALITY')).toEqual({
      name: 'former Soviet Union',
      link: 'NATIONALITY',
    });
  });
});

describe('birthCountry', () => {
  it.each([
    ['Koubellat, Tunisia', 'TUN'],
    ['Pyongyang, Korea, North', 'PRK'],
    ['Egypt', 'EGY'],
    ['Hamburg', undefined],
  ])('finds the country of %s', (place, code) => {
    expect(birthCountry(place)?.code).toBe(code);
  });
});
