/** A terminal's control character as other programs write it: cat -v, rsyslog, JSON, printf, and the picture of Unicode. */
const writtenEscape = /(?:\^\[|#033|\\033|\\x1[bB]|\\u001[bB]|\\e|␛)(?=[[\]])/g;

/** Remains of colour sequences whose control character was dropped. */
const lostColours = /\[(?:\d{1,3}(?:;\d{1,3})*)?m(?:\[K)?|\[K(?=\S|$)/g;

/** Remains of gcc's link around an option: the address runs into the option, as in `…#index-Wfoo-Wfoo8;;`. */
const lostLink = /\]?8;;https?:\/\/[^\s#]*#index-(\S*?)\\?\]?8;;\\?/g;

/** Typographic quotes whose bytes were decoded wrongly: as Windows, ISO 8859-1, DOS or old Macintosh text. */
const mojibakeQuotes =
  /â€[˜™]|â\u0080[\u0098\u0099]|ΓÇ[ÿÖ]|‚Äò|‚Äô|\\xe2\\x80\\x9[89]|\\342\\200\\23[01]|M-bM-\^@M-\^[XY]/g;
const mojibakeDoubleQuotes = /â€œ|â€\u009d|â€�|â\u0080[\u009c\u009d]/g;

/** Places where gcc prints quotes, for texts that lost them. */
const lostQuotes =
  /(?<=\b(?:function|named|of|to|from|type|macro|struct|argument|option|member|before|in|variable|declaration|mean) )[?\ufffd]{1,3}([\w*&.,()<> -]+?)[?\ufffd]{1,3}(?=[\s;,:.[)?]|$)/g;

/** A file name in a message of the compiler that was turned into a link. */
const namedHost = /(^|[\s>])https?:\/\/(?=[\w./+-]+\.[chS]:\d+:\d+: )/gm;

/** Undoes what terminals, web pages and wrong encodings did to a piece of a log. The number of its lines does not change. */
export function repairText(text: string): string {
  let repaired = text.replace(writtenEscape, '\x1b');
  if (repaired.includes('8;;http'))
    repaired = repaired.replace(lostLink, (_, index: string) => optionIn(index));
  if (
    /\[(?:\d{1,3}(?:;\d{1,3})*)?m\[K|\[\d{1,2}(?:;\d{1,2})+m|\[[01]m/.test(repaired.replaceAll('\x1b[', ''))
  ) {
    repaired = repaired.replace(new RegExp(`(?<!\\x1b)(?:${lostColours.source})`, 'g'), '');
  }
  // No-break spaces and zero-width characters.
  if (/[\u00a0\u202f\u200b\ufeff\u2060]/.test(repaired)) {
    repaired = repaired.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200b\ufeff\u2060]/g, '');
  }
  if (/[âΓ‚]|\\xe2|\\342|M-bM/.test(repaired)) {
    repaired = repaired.replace(mojibakeQuotes, "'").replace(mojibakeDoubleQuotes, '"');
  }
  if (/[?\ufffd]\w+[?\ufffd]/.test(repaired)) repaired = repaired.replace(lostQuotes, "'$1'");
  // An option that was wrapped by a terminal and joined with a blank.
  if (repaired.includes('[-W'))
    repaired = repaired.replace(/\[(-W[\w=,+-]*) ([\w=,+-]+)\](?=\s*$)/gm, '[$1$2]');
  // Text that a web page turned into a link.
  if (repaired.includes('](http')) repaired = repaired.replace(/\[([^\]\n]*)\]\(https?:\/\/[^)\s]*\)/g, '$1');
  // Forums mistake file names for hosts: `http://linux/driver.c:20:10: error: …`.
  if (repaired.includes('://')) repaired = repaired.replace(namedHost, '$1');
  // Web pages put a backslash before stars and some other characters.
  if (/\\\*|\*\*\\/.test(repaired)) repaired = repaired.replace(/\\([*_[\]<>#`~|])/g, '$1');
  if (/&(?:gt|lt|amp|quot|#39|#x27);/.test(repaired))
    repaired = repaired.replace(/&(gt|lt|amp|quot|#39|#x27);/g, entity);
  return repaired;
}

/** Finds the option in the remains of its link: the name in the index, followed by the option as gcc printed it. */
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
