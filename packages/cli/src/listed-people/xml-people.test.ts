import { describe, expect, it } from 'vitest';
import { personOfSdnRecord } from './sdn-record.ts';
import { personOfUnRecord } from './un-record.ts';

const UN = `<INDIVIDUAL>
  <FIRST_NAME>ILLO</FIRST_NAME><SECOND_NAME>MARN </SECOND_NAME><THIRD_NAME>TESTER</THIRD_NAME>
  <FOURTH_NAME/>
  <REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
  <NATIONALITY><VALUE>Chile</VALUE></NATIONALITY>
  <INDIVIDUAL_DATE_OF_BIRTH>
    <TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1978-04-28</DATE>
  </INDIVIDUAL_DATE_OF_BIRTH>`;

const SDN = `<sdnEntry><uid>7002</uid><firstName>Illo Marn</firstName><lastName>TESTER</lastName>
  <sdnType>Individual</sdnType>
  <akaList><aka><uid>9</uid><firstName>Other</firstName><lastName>NAME</lastName></aka></akaList>
  <nationalityList><nationality><uid>8</uid><country>Chile</country></nationality></nationalityList>
  <dateOfBirthList><dateOfBirthItem><dateOfBirth>28 Apr 1978</dateOfBirth></dateOfBirthItem>
  </dateOfBirthList>`;

const EXPECTED = {
  givenName: 'Illo Marn',
  familyName: 'Tester',
  birth: { year: '1978', month: '04', day: '28' },
  nationality: 'Chile',
};

describe('personOfUnRecord', () => {
  it('takes the last name for the family name', () => {
    expect(personOfUnRecord(UN)).toEqual({ reference: 'XXi.001', ...EXPECTED });
  });

  it.each([
    { why: 'a year', record: UN.replace('<DATE>1978-04-28</DATE>', '<YEAR>1978</YEAR>') },
    { why: 'a name with entities', record: UN.replace('ILLO', 'ILL&#214;') },
    { why: 'no name', record: '<INDIVIDUAL><FIRST_NAME/>' },
  ])('passes over a record with $why', ({ record }) => {
    expect(personOfUnRecord(record)).toBeUndefined();
  });
});

describe('personOfSdnRecord', () => {
  it('takes the own name, not an alias', () => {
    expect(personOfSdnRecord(SDN)).toEqual({ reference: '7002', ...EXPECTED });
  });

  it.each([
    { why: 'an entity', record: SDN.replace('Individual', 'Entity') },
    {
      why: 'only an alias with a given name',
      record: SDN.replace('<firstName>Illo Marn</firstName>', ''),
    },
  ])('passes over $why', ({ record }) => {
    expect(personOfSdnRecord(record)).toBeUndefined();
  });
});
