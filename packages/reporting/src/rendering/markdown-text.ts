import { plainText } from './plain-text';

/** One line that Markdown shows as it stands. */
export const markdownText = (text: string): string => plainText(text).replace(/[\\`*_[\]<>|~&]/g, '\\$&');
