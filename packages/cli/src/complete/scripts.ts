/**
 * What a shell sources. Each hands over the typed words as they are, so that nothing in them is executed, and offers files
 * where no candidate comes back.
 */
export const scripts: Readonly<Record<string, string>> = {
  bash: `_alignclip() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(alignclip complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _alignclip alignclip`,
  zsh: `_alignclip() {
  local line
  local -a lines
  while IFS= read -r line; do
    lines+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(alignclip complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#lines} == 0 )); then _files; else _describe alignclip lines; fi
}
compdef _alignclip alignclip`,
  fish: `function __alignclip_complete
  set -l lines (alignclip complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)
  if test (count $lines) -eq 0
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $lines
  end
end
complete -c alignclip -f -a '(__alignclip_complete)'`,
};
