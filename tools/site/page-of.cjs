/**
 * The page of a file or folder of the repository that is no page itself; VitePress leaves out names that begin with a dot.
 * @param {string} file
 */
exports.pageOf = (file) => `${file.replace(/(^|\/)\.(?=\w)/g, '$1dot-')}.md`;
