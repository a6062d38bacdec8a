const ADJECTIVES =
  'afghan AFG albanian ALB algerian DZA american USA angolan AGO argentine ARG argentinian ARG armenian ARM australian AUS austrian AUT azerbaijani AZE bahraini BHR bangladeshi BGD belarusian BLR belgian BEL bolivian BOL bosnian BIH brazilian BRA british GBR bulgarian BGR burmese MMR burundian BDI cambodian KHM cameroonian CMR canadian CAN chadian TCD chilean CHL chinese CHN colombian COL comorian COM congolese COD croatian HRV cuban CUB cypriot CYP czech CZE danish DNK dutch NLD ecuadorian ECU egyptian EGY eritrean ERI estonian EST ethiopian ETH filipino PHL finnish FIN french FRA gambian GMB georgian GEO german DEU ghanaian GHA greek GRC guatemalan GTM haitian HTI honduran HND hungarian HUN indian IND indonesian IDN iranian IRN iraqi IRQ irish IRL israeli ISR italian ITA ivorian CIV jamaican JAM japanese JPN jordanian JOR kazakh KAZ kazakhstani KAZ kenyan KEN kuwaiti KWT kyrgyz KGZ laotian LAO latvian LVA lebanese LBN liberian LBR libyan LBY lithuanian LTU malaysian MYS maldivian MDV malian MLI maltese MLT mauritanian MRT mexican MEX moldovan MDA mongolian MNG montenegrin MNE moroccan MAR mozambican MOZ namibian NAM nepalese NPL nicaraguan NIC nigerian NGA nigerien NER norwegian NOR omani OMN pakistani PAK palestinian PSE panamanian PAN paraguayan PRY peruvian PER polish POL portuguese PRT qatari QAT romanian ROU russian RUS rwandan RWA saudi SAU senegalese SEN serbian SRB singaporean SGP slovak SVK slovenian SVN somali SOM spanish ESP sudanese SDN swedish SWE swiss CHE syrian SYR taiwanese TWN tajik TJK tanzanian TZA thai THA tunisian TUN turkish TUR turkmen TKM ugandan UGA ukrainian UKR uruguayan URY uzbek UZB venezuelan VEN vietnamese VNM yemeni YEM zambian ZMB zimbabwean ZWE'.split(
    ' ',
  );

/**
 * Adjectives of nationality in lower case, with the ISO 3166-1 alpha-3 code of the country: some
 * publishers write `Pakistani` where others write `Pakistan`.
 */
export const DEMONYMS: ReadonlyMap<string, string> = new Map([
  ...pairs(ADJECTIVES),
  ['north korean', 'PRK'],
  ['south korean', 'KOR'],
  ['south african', 'ZAF'],
  ['south sudanese', 'SSD'],
  ['saudi arabian', 'SAU'],
  ['central african', 'CAF'],
  ['new zealander', 'NZL'],
  ['sri lankan', 'LKA'],
]);

function pairs(words: readonly string[]): Array<[string, string]> {
  return words.flatMap((word, at) => {
    const code = words[at + 1];
    return at % 2 === 0 && code !== undefined ? [[word, code] as [string, string]] : [];
  });
}
