import { escapeRegex } from '../../escape-regex.ts';
import { compilerPhrases } from './compiler-phrases.ts';
import { makePhrases } from './make-phrases.ts';
import type { Phrase } from './phrase.ts';
import { systemPhrases } from './system-phrases.ts';

const keptMessages = 1000;

/** One form of a message, with its parts as `{0}`. */
interface PhraseForm {
  readonly text: string;
  readonly english: string;
  /** The longest part of it that is the same in each message, in lower case. */
  readonly fixed: string;
}

/** The quotation marks of all languages, with the blanks that some put inside. */
const quotes = /[«„‹「“]\s?|\s?[»›」”]|[‘’`"]/g;

/**
 * Translates messages of gcc, make and the system into English, by their own catalogues; names and numbers in a message stay as they
 * are. One object serves one log.
 */
export class EnglishMessages {
  /** Earlier translations, since many compilation units print the same message. */
  readonly #known = new Map<string, string>();
  readonly #forms: readonly PhraseForm[] = [...compilerPhrases, ...makePhrases].flatMap(formsOf);
  /** Made where a message may fit: making all of them takes longer than reading a usual log. */
  readonly #patterns = new Map<PhraseForm, RegExp>();
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

  #patternOf(form: PhraseForm): RegExp {
    const known = this.#patterns.get(form);
    if (known) return known;
    const pattern = patternFor(form.text);
    this.#patterns.set(form, pattern);
    return pattern;
  }

  #find(message: string): string {
    const even = evenText(message).replace(/''/g, "'");
    const lower = even.toLowerCase();
    for (const form of this.#forms) {
      const groups = lower.includes(form.fixed) ? this.#patternOf(form).exec(even)?.groups : undefined;
      if (groups) {
        return form.english.replace(/\{(\d)\}/g, (_, at: string) => (groups[`p${at}`] ?? '').trim());
      }
    }
    // `drv_types.h: Datei oder Verzeichnis nicht gefunden`
    const colon = /[:：] ?([^:：]+?)[.。]?$/.exec(message);
    const reason = colon && this.#reasons.get(colon[1]?.trim().toLowerCase() ?? '');
    return colon && reason ? `${message.slice(0, colon.index).trimEnd()}: ${reason}` : message;
  }
}

function formsOf({ english, forms }: Phrase): readonly PhraseForm[] {
  return forms.map((form) => {
    const text = evenText(form);
    const fixed = text
      .toLowerCase()
      .split(/\{\d\}|[' ]+/)
      .reduce((longest, part) => (part.length > longest.length ? part : longest), '');
    return { text, english, fixed };
  });
}

/** A text with the same quotation marks and blanks in all languages. */
function evenText(text: string): string {
  return text
    .replace(quotes, "'")
    .replace(/[\u00a0\u202f]/g, ' ')
    .trim();
}

function patternFor(form: string): RegExp {
  const text = escapeRegex(form)
    .replace(/ ?\\\{(\d)\\\} ?/g, (whole, at: string) => {
      const open = whole.startsWith(' ') ? ' ?' : '';
      const close = whole.endsWith(' ') ? ' ?' : '';
      return `${open}(?<p${at}>.+?)${close}`;
    })
    .replace(/ ?' ?/g, " ?' ?")
    // A message of two lines has several blanks here.
    .replace(/ {2,}/g, ' +');
  // gcc's suggestion at the end is translated too; it is left out.
  return new RegExp(`^${text}(?: ?[;；].*)?[.。]?$`, 'iu');
}
