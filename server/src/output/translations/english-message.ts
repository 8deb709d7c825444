import { escapeRegex } from '../../escape-regex.ts';
import { compilerPhrases } from './compiler-phrases.ts';
import { makePhrases } from './make-phrases.ts';
import type { Phrase } from './phrase.ts';
import { systemPhrases } from './system-phrases.ts';

const keptMessages = 1000;

interface PhrasePattern {
  readonly pattern: RegExp;
  readonly english: string;
}

/** The quotation marks of all languages, with the blanks that some put inside. */
const quotes = /[«„‹「“]\s?|\s?[»›」”]|[‘’`"]/g;

/**
 * Translates messages of gcc, make and the system into English, by their own catalogues; names and numbers in a message stay as they
 * are. One object serves one log.
 */
export class EnglishMessages {
  /** Translations so far: many compilation units print the same message. */
  readonly #known = new Map<string, string>();
  readonly #whole: readonly PhrasePattern[] = [...compilerPhrases, ...makePhrases].flatMap(patternsOf);
  readonly #reasons = new Map(
    systemPhrases.flatMap(({ english, forms }) =>
      forms.map((form) => [form.toLowerCase(), english] as const),
    ),
  );

  /** The message in English, or unchanged if no catalogue has it. */
  translate(message: string): string {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    const english = this.#find(message);
    if (this.#known.size >= keptMessages) this.#known.clear();
    this.#known.set(message, english);
    return english;
  }

  #find(message: string): string {
    const even = message
      .replace(quotes, "'")
      .replace(/''/g, "'")
      .replace(/[\u00a0\u202f]/g, ' ')
      .trim();
    for (const { pattern, english } of this.#whole) {
      const match = pattern.exec(even);
      if (match?.groups) {
        const { groups } = match;
        return english.replace(/\{(\d)\}/g, (_, at: string) => (groups[`p${at}`] ?? '').trim());
      }
    }
    // `drv_types.h: Datei oder Verzeichnis nicht gefunden`
    const colon = /[:：] ?([^:：]+?)[.。]?$/.exec(message);
    const reason = colon && this.#reasons.get(colon[1]?.trim().toLowerCase() ?? '');
    return colon && reason ? `${message.slice(0, colon.index).trimEnd()}: ${reason}` : message;
  }
}

function patternsOf({ english, forms }: Phrase): readonly PhrasePattern[] {
  return forms.map((form) => {
    const even = form
      .replace(quotes, "'")
      .replace(/[\u00a0\u202f]/g, ' ')
      .trim();
    const text = escapeRegex(even)
      .replace(/ ?\\\{(\d)\\\} ?/g, (whole, at: string) => {
        const open = whole.startsWith(' ') ? ' ?' : '';
        const close = whole.endsWith(' ') ? ' ?' : '';
        return `${open}(?<p${at}>.+?)${close}`;
      })
      .replace(/ ?' ?/g, " ?' ?")
      // Blanks of a message that has two lines.
      .replace(/ {2,}/g, ' +');
    // gcc's suggestion at the end is translated too; it is left out.
    return { pattern: new RegExp(`^${text}(?: ?[;；].*)?[.。]?$`, 'iu'), english };
  });
}
