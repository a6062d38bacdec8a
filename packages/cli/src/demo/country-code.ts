/** The alpha-3 code of a country by its English name or by a code; undefined for any other text. */
export async function countryCodeOf(text: string): Promise<string | undefined> {
  const { default: countries } = await import('i18n-iso-countries'); // reads 150 files
  const code = text.toUpperCase();
  if (countries.isValid(code)) return countries.toAlpha3(code);
  return countries.getSimpleAlpha3Code(text, 'en') ?? countries.getAlpha3Code(text, 'en');
}
