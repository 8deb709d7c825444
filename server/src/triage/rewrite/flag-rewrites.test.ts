import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { rewriteFlags } from './flag-rewrites.ts';
import { applyReplacements } from './replacement.ts';

function rewritten(...lines: readonly string[]): readonly string[] {
  const text = ['static void setup(struct net_device *dev)', '{', ...lines, '}'].join('\n');
  const to = '$accesslltx = true';
  const rewrite = { kind: 'flag', struct: 'net_device', member: 'features', flag: 'LLTX', to } as const;
  return applyReplacements(text, rewriteFlags(new CSource(text), rewrite))
    .split('\n')
    .slice(2, -1);
}

it('a flag among those of a variable becomes a statement where the variable is given to the member', () => {
  const uses = ['\tdev->features |= all;', '\tdev->lltx = true;', '\tdev->hw_features |= all;'];
  const given = [uses[0] ?? '', uses[2] ?? ''];
  expect(rewritten('\tu64 all = SG | LLTX |', '\t\tHIGHDMA;', ...given)).toEqual([
    ...['\tu64 all = SG | HIGHDMA;', ...uses],
  ]);
  expect(rewritten('\tall = SG | LLTX;', ...given)).toEqual(['\tall = SG;', ...uses]);
  const left = [
    ['\tu64 all = SG | LLTX;', '\tdev->hw_features |= all;'],
    ['\tu64 all = SG | LLTX;', '\tif (a)', ...given],
    ['\tu64 all = SG | (b ? LLTX : 0);', ...given],
    ['\tu64 all = SG | LLTX;', ...given, ...given],
  ];
  for (const lines of left) expect(rewritten(...lines)).toEqual(lines);
});
