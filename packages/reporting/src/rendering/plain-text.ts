/** One line without control characters: names come from files, and a terminal obeys what it is sent. */
export const plainText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
