/**
 * Text from outside, safe to show: a control character could move the cursor or hide what is there.
 */
export function plainText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ');
}
