import { window } from 'vscode';
import {
  type CacheReport,
  type ClearCacheParams,
  type ClearCacheReport,
  requests,
} from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import type { Context } from '../context.ts';

/** Registers the command that shows what the cache folder holds, and removes what is chosen of it. */
export function registerCacheCommands(context: Context): void {
  context.command('dkms.clearCache', 'Clear Cache', async () => {
    const { folder, parts } = await context.request<CacheReport>(requests.cache, {});
    if (folder === undefined)
      throw new Error('There is no cache folder that can be used. See dkms.cacheFolder.');
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
        placeHolder: 'What to remove; your sources are never touched',
      },
    );
    if (!chosen || chosen.length === 0) return;
    const { removed, kept } = await context.request<ClearCacheReport>(requests.clearCache, {
      kinds: chosen.map(({ part }) => part),
    } satisfies ClearCacheParams);
    if (kept.length > 0) throw new Error(`${removed} removed. ${kept.join(' ')}`);
    window.setStatusBarMessage(`${removed} removed from the cache.`, 4000);
  });
}
