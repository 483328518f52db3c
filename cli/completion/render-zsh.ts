/** The completion of zsh around the common cases. */
export const renderZsh = (cases: string): string => `#compdef headgate
# Completion of headgate for zsh; made by headgate completion zsh.
${cases}

__headgate_words() {
  compadd -- \${=1}
}

__headgate_files() {
  _files
}

__headgate_services() {
  local names
  names=$("\${words[1]}" completion --list services 2>/dev/null) ||
    names=$(npx --no headgate completion --list services 2>/dev/null)
  compadd -- \${=names}
}

_headgate() {
  local current=\${words[CURRENT]} before=\${words[CURRENT - 1]} route=headgate option="" word i
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ $word == -* ]]; then
      option=$word
    elif __headgate_is_route "$route $word"; then
      route="$route $word"
    fi
  done
  if [[ $current == --*=* ]]; then
    before=\${current%%=*}
    compset -P '*='
    __headgate_value "$route" "$before"
    return
  fi
  if [[ $before == -* ]]; then
    __headgate_value "$route" "$before" && return
  elif [[ -n $option && $current != -* ]] && __headgate_is_variadic "$route" "$option"; then
    __headgate_value "$route" "$option"
    return
  fi
  if [[ $current == -* ]]; then
    __headgate_options "$route"
  else
    __headgate_arguments "$route"
  fi
}

# Loaded by autoload from $fpath it is the function itself; sourced, it has to be registered.
if [[ $funcstack[1] == _headgate ]]; then
  _headgate "$@"
else
  compdef _headgate headgate
fi
`;
