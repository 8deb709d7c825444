/** Kbuild keeps dashes and underscores apart; only a loaded module's name has underscores instead of dashes. */
function plain(name: string): string {
  return name.replaceAll('-', '_').toLowerCase();
}

/** The length from which a name with one wrong letter counts as a slip. */
const shortest = 4;

/** Whether one module name is a slip for the other: another dash, or one letter too many, missing, wrong or swapped with the next. */
export function isNearName(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)].sort((x, y) => x.length - y.length) as [string, string];
  if (a === b) return true;
  if (a.length < shortest || b.length - a.length > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  // Drivers that differ in a digit are different drivers.
  if (/\d/.test(left + right)) return false;
  const isSwapped = left.length === 2 && right === `${left[1]}${left[0]}`;
  return isSwapped || (left.length <= 1 && right.length <= 1);
}
