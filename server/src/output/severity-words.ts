/** The meaning of the severity word before a message; a `note` belongs to the previous message. */
export type Level = 'error' | 'warning' | 'information' | 'note';

/** The severity words before most messages, with the weight they stand for. */
export const plainWords: readonly { readonly text: string; readonly level: Level }[] = [
  { text: 'note: ', level: 'note' },
  { text: 'warning: ', level: 'warning' },
  { text: 'error: ', level: 'error' },
  { text: 'fatal error: ', level: 'error' },
];

const english: Readonly<Record<string, Level>> = {
  error: 'error',
  'fatal error': 'error',
  'internal compiler error': 'error',
  'sorry, unimplemented': 'error',
  warning: 'warning',
  note: 'note',
  remark: 'information',
  // Those of the assembler, capitalized.
  Error: 'error',
  'Fatal error': 'error',
  Warning: 'warning',
  Info: 'note',
};

/**
 * The same words in gcc's translations (gcc 8 to 15: de, fr, es, it, pt_BR, ru, uk, pl, ja, zh_CN, zh_TW, sv, nl, tr). Kernel builds under a
 * foreign LANG print them, and so do make.log files that people send.
 */
const translated: ReadonlyMap<string, Level> = new Map(
  (
    [
      ['error', 'Fehler erreur errore erro ошибка помилка błąd エラー 错误 錯誤 fel fout hata'],
      [
        'error',
        'schwerwiegender_Fehler erreur_fatale error_fatal errore_fatale erro_fatal фатальная_ошибка błąd_krytyczny 致命的エラー 致命错误 嚴重錯誤 ödesdigert_fel fatale_fout ölümcül_hata',
      ],
      [
        'warning',
        'Warnung attention avertissement aviso attenzione предупреждение попередження ostrzeżenie 警告 varning waarschuwing uyarı',
      ],
      [
        'note',
        'Anmerkung nota замечание зауваження uwaga informacja 備考 注釈 附注 註 anm notera let_op bilgi',
      ],
    ] as const
  ).flatMap(([level, words]) => words.split(' ').map((word) => [word.replace('_', ' '), level] as const)),
);

/** What a severity word stands for. `localised` if it is not English; `kept` is what it adds to the message. */
export interface SeverityWord {
  readonly level: Level;
  readonly localised: boolean;
  readonly kept: string;
}

/** The meaning of a word before a message; `undefined` if it is not a severity. */
export function levelOf(word: string): SeverityWord | undefined {
  const own = Object.hasOwn(english, word) ? english[word] : undefined;
  // A bare `Illegal instruction` would not say that the compiler ended by it.
  const kept = word === 'internal compiler error' ? `${word}: ` : '';
  if (own) return { level: own, localised: false, kept };
  const foreign = translated.get(word);
  return foreign && { level: foreign, localised: true, kept: '' };
}
