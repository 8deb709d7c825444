/** A terminal's control character as other programs write it: cat -v, rsyslog, JSON, printf, and the picture of Unicode. */
const writtenEscape = /(?:\^\[|#033|\\033|\\x1[bB]|\\u001[bB]|\\e|␛)(?=[[\]])/g;

/** What is left of colours where the control character itself was dropped. */
const lostColours = /\[(?:\d{1,3}(?:;\d{1,3})*)?m(?:\[K)?|\[K(?=\S|$)/g;

/** What is left of gcc's link around an option: the address runs into the option, as `…#index-Wfoo-Wfoo8;;`. */
const lostLink = /\]?8;;https?:\/\/[^\s#]*#index-(\S*?)\\?\]?8;;\\?/g;

/** Typographic quotes whose bytes were taken for another encoding's: of Windows, of ISO 8859-1, of DOS, of the old Macintosh. */
const spoiltQuotes =
  /â€[˜™]|â\u0080[\u0098\u0099]|ΓÇ[ÿÖ]|‚Äò|‚Äô|\\xe2\\x80\\x9[89]|\\342\\200\\23[01]|M-bM-\^@M-\^[XY]/g;
const spoiltDouble = /â€œ|â€\u009d|â€�|â\u0080[\u009c\u009d]/g;

/** Quotes that were lost altogether, where gcc has them. */
const lostQuotes =
  /(?<=\b(?:function|named|of|to|from|type|macro|struct|argument|option|member|before|in|variable|declaration) )[?\ufffd]{1,3}([\w*&.,()<> -]+?)[?\ufffd]{1,3}(?=[\s;,:.[)]|$)/g;

/** Takes away what terminals, web pages and wrong encodings did to a piece of a log; the number of its lines stays. */
export function repairText(text: string): string {
  let repaired = text.replace(writtenEscape, '\x1b');
  if (repaired.includes('8;;http'))
    repaired = repaired.replace(lostLink, (_, index: string) => optionIn(index));
  if (
    /\[(?:\d{1,3}(?:;\d{1,3})*)?m\[K|\[\d{1,2}(?:;\d{1,2})+m|\[[01]m/.test(repaired.replaceAll('\x1b[', ''))
  ) {
    repaired = repaired.replace(new RegExp(`(?<!\\x1b)(?:${lostColours.source})`, 'g'), '');
  }
  // Blanks that do not break, marks of width nothing.
  if (/[\u00a0\u202f\u200b\ufeff\u2060]/.test(repaired)) {
    repaired = repaired.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200b\ufeff\u2060]/g, '');
  }
  if (/[âΓ‚]|\\xe2|\\342|M-bM/.test(repaired)) {
    repaired = repaired.replace(spoiltQuotes, "'").replace(spoiltDouble, '"');
  }
  if (/[?\ufffd]\w+[?\ufffd]/.test(repaired)) repaired = repaired.replace(lostQuotes, "'$1'");
  // What pages made a link of.
  if (repaired.includes('](http')) repaired = repaired.replace(/\[([^\]\n]*)\]\(https?:\/\/[^)\s]*\)/g, '$1');
  // Web pages write a star and others with a backslash before it.
  if (/\\\*|\*\*\\/.test(repaired)) repaired = repaired.replace(/\\([*_[\]<>#`~|])/g, '$1');
  if (/&(?:gt|lt|amp|quot|#39|#x27);/.test(repaired))
    repaired = repaired.replace(/&(gt|lt|amp|quot|#39|#x27);/g, entity);
  return repaired;
}

/** The option in what is left of its link: the name in the index, and behind it the option as it was printed. */
function optionIn(index: string): string {
  const half = (index.length - 1) / 2;
  if (Number.isInteger(half) && index.slice(0, half) === index.slice(half + 1))
    return `-${index.slice(0, half)}`;
  const error = index.lastIndexOf('-Werror=');
  if (error > 0) return index.slice(error);
  return `-${index.replace(/^-/, '')}`;
}

const entities: Readonly<Record<string, string>> = { gt: '>', lt: '<', amp: '&', quot: '"' };

function entity(_: string, name: string): string {
  return entities[name] ?? "'";
}
