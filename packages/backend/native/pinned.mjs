import { readFileSync } from 'node:fs';

/**
 * @typedef {{ name: string, version: string, bytes: number, sha256: string, keep: string[] }} Wheel
 * `keep`: beginnings of the names of the members that are unpacked.
 * @typedef {Record<string, { bytes: number, sha256: string }>} Files Size and hash of each file that must be there.
 * @typedef {{ wheels: Wheel[], files: Files, freeGigabytes: number }} Download
 * @typedef {{ version: string, 'linux-x64': Download }} Tool A program that a check runs; it is the only file.
 * @typedef {'cpu' | 'gpu'} Flavour
 * @typedef {{ cpu: Download, gpu?: Download, python: string, platforms: string[] }} PlatformLibraries
 * @typedef {Download & { folder: string, from: string, parts?: string[] }} PretrainedModel
 * `parts`: pieces of a zip, to be joined; `from`: the folder of the model in it.
 * @typedef {'minilm' | 'mpnet'} SentenceEncoderName
 * @typedef {'lite0' | 'lite1' | 'lite2'} ImageEncoderName
 * @typedef {{
 *   tensorflow: { version: string } & Record<'linux-x64' | 'linux-arm64' | 'darwin-arm64', PlatformLibraries>,
 *   sentenceEncoders: Record<SentenceEncoderName, PretrainedModel>,
 *   imageEncoders: Record<ImageEncoderName, PretrainedModel>,
 *   clangFormat: Tool,
 *   hadolint: Tool,
 * }} Pinned
 */

/** Versions, sizes and SHA-256 of everything that set-up and checks download apart from npm's packages. */
export const pinned = /** @type {Pinned} */ (
  JSON.parse(readFileSync(new URL('./pinned.json', import.meta.url), 'utf8'))
);
