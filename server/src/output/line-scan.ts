/** The offset of the first colon that a digit follows; -1 if there is none. A path before it may contain other colons. */
export function colonBeforeNumber(line: string): number {
  for (let at = line.indexOf(':'); at >= 0; at = line.indexOf(':', at + 1)) {
    const next = line.charCodeAt(at + 1);
    if (next >= 0x30 && next <= 0x39) return at;
  }
  return -1;
}

export function isCapital(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

export function afterDigits(line: string, from: number): number {
  let at = from;
  while (isDigit(line.charCodeAt(at))) at++;
  return at;
}
