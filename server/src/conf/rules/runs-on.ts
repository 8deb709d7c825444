/** What to add where bash runs a word of a value as a program: a sentence about one that never ends, else nothing. */
export function runsOn(program: string): string {
  return /^["']?yes["']?$/.test(program)
    ? ' yes is a program that prints without end, so dkms hangs here.'
    : '';
}
