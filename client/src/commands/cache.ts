import { window } from 'vscode';
import {
  type CacheReport,
  type ClearCacheParams,
  type ClearCacheReport,
  requests,
} from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import type { Context } from '../context.ts';

/** Registers the command that lists what the cache folder holds, and removes the parts that the user chooses. */
export function registerCacheCommands(context: Context): void {
  context.command('dkms.clearCache', 'Clear Cache', async () => {
    const { folder, parts } = await context.request<CacheReport>(requests.cache, {});

    if (parts.length === 0) {
      window.showInformationMessage(`${folder} is empty.`);
      return;
    }
    const chosen = await window.showQuickPick(
      parts.map(({ kind, title, size, count, loss }) => ({
        ...{ part: kind, label: title, description: `${size} in ${plural(count, 'part')}` },
        detail: `Removes ${loss}.`,
      })),
      {
        canPickMany: true,
        title: `Clear Cache: ${folder}`,
        placeHolder: 'Select what to remove; your sources are never touched',
      },
    );
    if (!chosen || chosen.length === 0) return;
    const { removed, kept } = await context.request<ClearCacheReport>(requests.clearCache, {
      kinds: chosen.map(({ part }) => part),
    } satisfies ClearCacheParams);
    if (kept.length > 0) throw new Error(`Only ${removed} could be removed. ${kept.join(' ')}`);
    window.setStatusBarMessage(`${removed} removed from the cache.`, 4000);
  });
}
