import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks again and again until what is seen is so, and returns it. There is no time limit here: a test that waits in vain ends by its own,
 * however fast the machine is.
 */
export async function until<Seen>(
  look: () => Seen | Promise<Seen>,
  isSo: (seen: Seen) => boolean = Boolean,
): Promise<Seen> {
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    await pause(5);
  }
}

/** After how many milliseconds a program that this process waits for is taken for hanging: the time limit of a test ends none. */
export const hangMs = 300_000;

/** A signal for cancelling, and what cancels. */
export function cancellation(): { readonly signal: AbortSignal; cancel(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, cancel: () => controller.abort() };
}
