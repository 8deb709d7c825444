import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats a check until its result is the wanted one, and returns it. It has no time limit of its own: if the result never comes, the time
 * limit of the test ends the wait, on a machine of any speed.
 */
export async function until<Seen>(
  observe: () => Seen | Promise<Seen>,
  isWanted: (seen: Seen) => boolean = Boolean,
): Promise<Seen> {
  for (;;) {
    const seen = await observe();
    if (isWanted(seen)) return seen;
    await pause(5);
  }
}

/** Milliseconds after which a program counts as hanging: the time limit of a test does not end programs. */
export const hangMs = 300_000;

/** The same for what compiles hundreds of units: more than ten times what that takes on two free processors. */
export const manyUnitsHangMs = 90 * 60_000;

/** A signal, and the function that aborts it. */
export function cancellation(): { readonly signal: AbortSignal; cancel(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, cancel: () => controller.abort() };
}
