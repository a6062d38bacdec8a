/** Whole years on a day; both are ISO dates. Who was born on 29 February has a birthday on 1 March. */
export function ageOn(day: string, birth: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
